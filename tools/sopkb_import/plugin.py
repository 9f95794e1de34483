"""What importing adds: its commands."""

from __future__ import annotations

from sopkb.plugins import Command, Plugin

PLUGIN = Plugin(
    "sopkb[import]",
    commands={
        "import": Command("sopkb_import.cli.importing:import_group", "write", "Bring in what other teams wrote."),
        "adopt": Command("sopkb_import.cli.adopting:adopt", "write", "Bring imported records into force as they are."),
        "health": Command("sopkb_import.cli.health:health", "check", "Say how far imported records are converted."),
    },
)
