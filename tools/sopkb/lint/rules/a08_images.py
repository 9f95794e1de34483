"""An image that nobody has looked at, or that says nothing to those who cannot see it.

What: Every image of the body has an alternative text and an entry in `harm_checked`, with its file and the role handle
    of who has looked at it.

Why on shift: A picture hides names, faces and content that no check of the text can find.

Bad:
    ![](images/lock.png)

Good:
    harm_checked: [{image: images/lock.png, by: team-lead}]
    ![The lock icon beside the name](images/lock.png)
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each image, for both."""
    if not record.body.images:
        return
    asks = "harm_checked" in record.meta  # where the whole field is missing, S01 says so
    listed = {str(entry.get("image", "")) for _, entry in record.meta.maps("harm_checked") if entry.get("by")}
    for image in record.body.images:
        name = unquote(image.target.partition("#")[0])
        if not image.text.strip():
            yield Finding("The image has no alternative text: say between the brackets what is seen.", image.at)
        if asks and not {name, posixpath.normpath(name), posixpath.basename(name)} & listed:
            yield Finding("Nobody has looked at this image: list it in `harm_checked` with `image` and `by`.", image.at)


RULE = RecordRule("A08", Severity.ERROR, alone=True, check=check)
