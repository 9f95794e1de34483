"""The commands that serve: the HTTP API, and tools for AI agents."""
