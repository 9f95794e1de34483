"""The desk's commands: ticket exports, reports, samples, weeks and years of figures."""
