"""MkDocs' live server with a loop of our own: it does one step of work after the other, and sends nothing untrue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer, _timestamp

from sopkb.errors import SopkbError


class LiveServer(LiveReloadServer):
    """Serves a folder, and tells browsers to load their page again.

    Args:
        site: the folder.
        host: to listen on.
        port: to listen on.
        is_late: whether a file of the site, by its place, waits until :attr:`is_whole` is set.
    """

    started: Callable[[str], None]

    def __init__(self, site: Path, host: str, port: int, is_late: Callable[[str], bool]) -> None:
        super().__init__(builder=lambda: None, host=host, port=port, root=str(site))
        self._is_late, self._is_whole = is_late, True
        self._watched_paths = {str(site): 1}  # only then does it put its script into pages
        self.error_handler = lambda code: _error_page(site / f"{code}.html")

    def run(self, step: Callable[[LiveServer], float], started: Callable[[str], None]) -> None:
        """Serve until interrupted.

        Args:
            step: does some work, and gives the seconds to wait until the next.
            started: told the address once the server answers.

        Raises:
            SopkbError: the port is taken.
        """
        try:
            self.server_bind()
            self.server_activate()
            self.serve_thread.start()
            started(self.url)
            while True:
                time.sleep(step(self))
        except OSError as error:
            host, port = self.server_address[:2]
            raise SopkbError(
                f"{host!s}:{port} cannot be listened on: {error.strerror}.", "Name another with --port."
            ) from error
        except KeyboardInterrupt:
            pass
        finally:
            self.shutdown()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold every answer back; then let browsers load their page again, unless the block raises.

        Late files are held back until :meth:`whole` is called.
        """
        with self._epoch_cond:
            self._wanted_epoch = max(_timestamp(), self._visible_epoch + 1)
            self._is_whole = False
        try:
            yield
        except BaseException:
            self._wanted_epoch = self._visible_epoch
            raise
        finally:
            with self._epoch_cond:
                self._visible_epoch = self._wanted_epoch
                self._epoch_cond.notify_all()

    def whole(self) -> None:
        """Let late files be fetched."""
        with self._epoch_cond:
            self._is_whole = True
            self._epoch_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        if self._is_late(environ["PATH_INFO"].removeprefix(self.mount_path)):
            with self._epoch_cond:
                self._epoch_cond.wait_for(lambda: self._is_whole)
        return super()._serve_request(environ, start_response)


def _error_page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
