"""The last door: whatever a command prints, personal data and secrets are blacked out on the way.

The loader withholds them from everything that is made of records. This is for what does not come that way: the names
of files, a raw file, arguments that are repeated, the message of a fault in the program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from sopkb.private import withhold


class Withholding:
    """A text stream that passes everything on, less what is private.

    Text is kept until its line is complete or somebody flushes, so that nothing slips through in two halves.

    Args:
        stream: where the text goes.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._kept = ""

    def write(self, text: str) -> int:
        """Take a text; complete lines go on at once."""
        self._kept += text
        if "\n" in text:
            self._pass_on(self._kept.rindex("\n") + 1)
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Take several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Pass on what is there."""
        self._pass_on(len(self._kept))
        self._stream.flush()

    def _pass_on(self, end: int) -> None:
        if end:
            self._stream.write(withhold(self._kept[:end]))
            self._kept = self._kept[end:]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def redacted_output() -> Iterator[None]:
    """Standard output and standard error without personal data and secrets, while it lasts."""
    before = sys.stdout, sys.stderr
    out, err = Withholding(sys.stdout), Withholding(sys.stderr)
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in (out, err):
            try:
                stream.flush()
            except (BrokenPipeError, ValueError):  # the reader has left, or a test has closed it
                continue
