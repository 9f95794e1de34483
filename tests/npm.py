"""Packages from npm that tests run with: each folder with a lock of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sopkb.cli.bundling import NpmFailed, installed

UNREACHED = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT", "ENOTCACHED")


def installed_or_skipped(lock: Path, folder: Path) -> Path:
    """A folder with the packages of a lock; outside CI the test is left out where npm cannot reach its registry."""
    try:
        return installed(lock, folder)
    except NpmFailed as error:
        if any(code in error.message for code in UNREACHED) and not os.environ.get("CI"):
            pytest.skip("npm cannot reach its registry, and has not had these packages before")
        raise


def packages_of(lock: Path) -> dict[str, dict[str, Any]]:
    """What a lock says of each package, by its place."""
    packages = dict(json.loads((lock / "package-lock.json").read_text("utf-8"))["packages"])
    del packages[""]
    return packages
