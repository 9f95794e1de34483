"""Where the sources of what runs and shows in a browser lie."""

from __future__ import annotations

from pathlib import Path

SOURCES = Path(__file__).parent / "js"
"""Modules of scripts."""
ASSETS = Path(__file__).parent / "assets"
"""Styles."""
THEME = Path(__file__).parent / "theme"
"""Templates that stand before the theme's own."""
