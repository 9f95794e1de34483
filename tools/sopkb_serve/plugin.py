"""What serving adds: the commands that answer programs."""

from __future__ import annotations

from sopkb.plugins import Command, Plugin

PLUGIN = Plugin(
    "sopkb[serve]",
    commands={
        "api": Command("sopkb_serve.cli.api:api", "serve", "Answer programs over HTTP, and chat."),
        "mcp": Command("sopkb_serve.cli.mcp:mcp", "serve", "Serve tools for an AI agent."),
    },
)
