"""Where exports may lie and what is made of them may be written: never where it could be published or committed."""

from __future__ import annotations

from pathlib import Path

from sopkb.core.errors import UsageError


def refuse_published(path: Path, root: Path, what: str) -> None:
    """Refuse a place under the repository of a base, its project or a site.

    Args:
        path: a file or folder, there or not.
        root: the base's folder.
        what: it is, for the message.

    Raises:
        UsageError: it lies there.
    """
    place = path.resolve()
    project = root.resolve().parent
    top = next((folder for folder in (project, *project.parents) if (folder / ".git").exists()), project)
    if place.is_relative_to(top):
        raise UsageError(
            f"{what} {path} is inside {top.name}/, where it could be committed or published.",
            "Keep exports and what is made of them in a folder outside, and delete them after 30 days.",
        )
    site = next((folder for folder in (place, *place.parents) if (folder / "search" / "manifest.json").is_file()), None)
    if site:
        raise UsageError(f"{what} {path} is inside a site, {site.name}/.", "Name a folder that nothing publishes.")
