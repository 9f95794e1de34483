"""The progress bar: drawn late, on standard error, and gone when the work is done."""

from __future__ import annotations

import time


class ProgressBar:
    """A bar that appears only when the work takes longer than a moment."""

    PATIENCE = 0.5
    """Seconds before it is drawn: short work should not flicker."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()
        self._progress: object | None = None
        self._task: object | None = None

    def tick(self, done: int, total: int) -> None:
        """Say how far the work is."""
        from rich.progress import Progress

        if isinstance(self._progress, Progress):
            self._progress.update(self._task, completed=done, total=total)  # type: ignore[arg-type]
        elif time.monotonic() - self._began > self.PATIENCE:
            self._draw(total)

    def _draw(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        progress = Progress(console=Console(stderr=True), transient=True)
        self._task = progress.add_task(self._what, total=total)
        progress.start()
        self._progress = progress

    def close(self) -> None:
        """Take the bar away."""
        from rich.progress import Progress

        if isinstance(self._progress, Progress):
            self._progress.stop()
