"""Printing a page of ours as a PDF, by the Chromium that is there; its contents name the pages of the print itself."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from sopkb.core.errors import SopkbError
from sopkb.workplace import workplace

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_PATIENCE = 120.0
_MOST_PASSES = 3


def as_book(write: Callable[[Mapping[str, int] | None], str]) -> bytes:
    """A page as a PDF whose contents name its pages: printed until the numbers are those of the print itself.

    Args:
        write: makes the HTML from the page that each linked anchor lies on; from None, without numbers.

    Raises:
        SopkbError: as of :func:`as_pdf`.
    """
    pages: Mapping[str, int] = {}
    for _ in range(_MOST_PASSES):
        printed = as_pdf(write(pages).encode())
        found = pages_of(printed)
        if found == pages:
            return printed
        pages = found
    return as_pdf(write(None).encode())  # a number that moves what it numbers is worse than none


def pages_of(printed: bytes) -> dict[str, int]:
    """For each anchor that something in a PDF links to, the page it lies on, counted from 1."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(printed))
    found = {
        name.removeprefix("/"): reader.get_destination_page_number(place)
        for name, place in reader.named_destinations.items()
    }
    return {name: number + 1 for name, number in found.items() if number is not None}


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
    with workplace("print") as place:
        page, printed = place / "page.html", place / "page.pdf"
        page.write_bytes(html)
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={place}/profile",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
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
