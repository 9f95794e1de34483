"""The export as scripts, for pages opened from a disk: there, nothing can be fetched, but a script can be run."""

from __future__ import annotations

import base64
from pathlib import Path


def write_scripts(export: Path, folder: Path) -> int:
    """Write every file of an export as a script, and remove the scripts of files that are no more.

    Args:
        export: folder of the export.
        folder: where the scripts are to be; nothing else may be in it.

    Returns:
        how many were written: a file's name says what it holds, so one that is there is right.
    """
    names = {path.relative_to(export).as_posix() for path in export.rglob("*") if path.is_file()}
    written = 0
    for name in sorted(names):
        script = folder / f"{name}.js"
        if script.is_file() and name != "manifest.json":
            continue
        script.parent.mkdir(parents=True, exist_ok=True)
        content = base64.b64encode((export / name).read_bytes()).decode()
        script.write_text(f'kbShard("{name}","{content}")\n', encoding="utf-8", newline="\n")
        written += 1
    for script in sorted(folder.rglob("*"), reverse=True):
        if script.is_dir() and not any(script.iterdir()):
            script.rmdir()
        elif script.is_file() and script.relative_to(folder).as_posix().removesuffix(".js") not in names:
            script.unlink()
    return written
