"""A file that does not belong in a knowledge base.

What: A base holds records, images that a page can show, its settings (`kb.yml`, `tracker.json`) and what
    `policy.attachments` in `kb.yml` lists. Any other file is an error, and so is a hidden file or folder, which cannot
    be listed: `.git`, `.gitattributes`, `.vscode`. What systems and editors leave behind (`.DS_Store`, `*~`) may lie.

Why on shift: Whoever reviews records looks at text. A file that settings of git, of an editor or of a server are read
    from could start a program on their machine, or hide what a change does.

Bad:
    sop/sops/.gitattributes

Good:
    policy:
      attachments: [forms/refund.pdf, recordings/]
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sopkb.core.body import IMAGE_SUFFIXES
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.load.files import SETTING_NAMES, is_hidden
from sopkb.core.record import Document
from sopkb.lint.rules.rule import Context, DocumentRule


def check(document: Document, context: Context) -> Iterator[Finding]:
    """One file that is no record, and that nothing else reports."""
    if document.record or document.faults:
        return
    root = posixpath.dirname(context.config.path)
    path = document.path.removeprefix(f"{root}/")
    if path in SETTING_NAMES:
        return
    if is_hidden(path):
        yield Finding(f"A hidden file or folder could configure a program. Move it out of {root}/, or delete it.")
    elif posixpath.splitext(path)[1].lower() not in IMAGE_SUFFIXES and not context.config.policy.lists(path):
        remedy = f"Move it out of {root}/, or list it under `policy.attachments` in kb.yml."
        yield Finding(f"Not a record, an image, a setting or a listed attachment. {remedy}")


RULE = DocumentRule("S06", Severity.ERROR, of_every_file=True, alone=True, check=check)
