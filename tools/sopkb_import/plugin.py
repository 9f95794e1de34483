"""What importing adds: its command."""

from __future__ import annotations

from sopkb.plugins import Command, Plugin

PLUGIN = Plugin(
    "sopkb[import]",
    commands={
        "import": Command("sopkb_import.cli.importing:import_group", "write", "Bring in what other teams wrote."),
    },
)
