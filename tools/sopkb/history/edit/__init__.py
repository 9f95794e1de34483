"""Edits that the program makes to records for their authors."""
