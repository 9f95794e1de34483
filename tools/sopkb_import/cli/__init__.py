"""The command that brings in another team's Markdown."""
