"""A built site beside the API. Its files are listed once: an address is looked up in that list and is never a path."""

from __future__ import annotations

import json
import os
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from sopkb.core.kinds import ID
from sopkb.site.old_addresses import ADDRESSES_NAME, address_key

INDEX = "index.html"
NOT_FOUND = "404.html"


class Pages:
    """The files of a site.

    Args:
        folder: of the site; it may be replaced while it is served (:meth:`refresh`).
        policy: the content security policy of its pages and workers.
    """

    def __init__(self, folder: Path, policy: str) -> None:
        self._folder = folder
        self._policy = policy
        self._files: dict[str, Path] = {}
        self._old: dict[str, str] = {}
        self._seen: tuple[int, int] = (0, 0)
        self.refresh()

    def refresh(self) -> None:
        """List the files anew where the folder is another than before."""
        try:
            told = self._folder.stat()
        except OSError:
            return  # it is being replaced: the list of before will do
        if (told.st_ino, told.st_mtime_ns) == self._seen:
            return
        self._files = {
            "/" + path.relative_to(self._folder).as_posix(): path
            for place, _, names in os.walk(self._folder)
            for path in (Path(place, name) for name in names)
            if not path.is_symlink() and not path.name.startswith(".")
        }
        self._old = _old_addresses(self._files.get(f"/{ADDRESSES_NAME}"))
        self._seen = (told.st_ino, told.st_mtime_ns)

    async def answer(self, request: Request) -> Response:
        """The file at an address; a record without its ending as well (``/SOP-0012``)."""
        path = request.url.path if request.scope["path"] == request.url.path else request.scope["path"]
        for name in (path, f"{path}{INDEX}" if path.endswith("/") else "", f"{path.rstrip('/')}.html"):
            file = self._files.get(name)
            if file is not None and file.is_file():
                return self._reply(file, 200)
        if record_id := self._old.get(address_key(path)):
            return RedirectResponse(f"{request.scope.get('root_path', '')}/{record_id}.html", 302)
        missing = self._files.get(f"/{NOT_FOUND}")
        if missing is not None and missing.is_file():
            return self._reply(missing, 404)
        raise HTTPException(404)

    def _reply(self, file: Path, status: int) -> Response:
        # With every file: a worker, in which the search runs, is held to the policy that its own script comes with.
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": self._policy}
        return FileResponse(file, status, headers)


def _old_addresses(file: Path | None) -> dict[str, str]:
    """What a build wrote of the addresses of before the import; only ids of records count."""
    try:
        told = json.loads(file.read_text("utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    pairs = told.items() if isinstance(told, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str) and ID.fullmatch(value)}
