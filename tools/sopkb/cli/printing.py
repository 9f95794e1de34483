"""Printing a page of ours as a PDF, by the Chromium that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sopkb.errors import SopkbError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_PATIENCE = 120.0


def as_pdf(html: bytes) -> bytes:
    """The page as a PDF; the browser has no network, and its profile goes with it.

    Raises:
        SopkbError: there is no Chromium, or it does not print.
    """
    browser = os.environ.get("KB_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not browser:
        raise SopkbError(
            "No Chromium here to print with.",
            "Put one on PATH, or in KB_CHROMIUM; or print the HTML in a browser.",
        )
    with tempfile.TemporaryDirectory(prefix="kb-print-") as place:
        page, printed = Path(place, "page.html"), Path(place, "page.pdf")
        page.write_bytes(html)
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={place}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # it refuses root otherwise; the page is ours and runs no script
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            return printed.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise SopkbError(
                f"{Path(browser).name} did not print the handbook.", "Leave out --pdf, and print the HTML in a browser."
            ) from error
