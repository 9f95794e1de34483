"""The content model: kinds, fields, records, relations, versions, states. No input or output anywhere below."""
