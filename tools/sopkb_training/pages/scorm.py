"""A track as a SCORM 1.2 package: the course and the texts that it teaches in one page, for a learning system.

One input gives the same bytes: entries in order, with one date, and nothing of the machine.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from xml.sax.saxutils import escape as xml_text
from xml.sax.saxutils import quoteattr

from sopkb.core.record import Record
from sopkb.search.static.bundle import bundle
from sopkb.site.escape import markup, without_controls
from sopkb.site.paths import SOURCES
from sopkb.site.scripts import inert
from sopkb.site.view import View
from sopkb_training.pages.handout import Handout, anchor_of, handouts, prose
from sopkb_training.pages.training import course

_DATE = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can hold
_READABLE = 0o100644 << 16
_LAUNCH = "index.html"


def scorm_package(track: Record, view: View) -> bytes:
    """The package as the bytes of a zip file.

    Args:
        track: an active track.
        view: the base it stands in, and the moment.
    """
    found = handouts(track, view)
    contents: dict[str, bytes] = {
        _LAUNCH: _page(track, view, found).encode(),
        "course.css": stylesheet().encode(),
        "course.js": bundle(SOURCES / "scorm/main.js").encode(),
    }
    for each in found:
        contents |= {asset.uri: asset.source.read_bytes() for asset in each.assets}
    contents["imsmanifest.xml"] = _manifest(track, contents).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(contents, key=lambda name: (name != "imsmanifest.xml", name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = _READABLE
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, contents[name])
    return buffer.getvalue()


def stylesheet() -> str:
    """The styles of what leaves the site: its own, and those of the course."""
    assets = files("sopkb.site") / "assets"
    return "\n".join((assets / name).read_text(encoding="utf-8") for name in ("handout.css", "training.css"))


def _page(track: Record, view: View, found: tuple[Handout, ...]) -> str:
    texts = "\n".join(
        f'<details id="{each.record.id}"><summary>{each.record.id} {markup(each.record.title)}, version '
        f"{markup(each.record.meta.text('version'))}</summary>\n{each.html}\n</details>"
        for each in found
    )
    inside = {each.record.id for each in found}
    data = inert({"course": course(track, view, anchor_of)})
    title = f"{track.id} {markup(track.title)}"
    return f"""<!DOCTYPE html>
<html lang="{markup(track.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="course.css">
</head>
<body class="md-typeset">
<main>
<h1>{title}</h1>
<p><small>Version {markup(track.meta.text("version"))}</small></p>
<div class="kb-handout">{prose(track, view, inside)}</div>
<h2>Modules</h2>
<div id="course"><p>The course needs JavaScript, which is off. The texts stand below.</p></div>
<h2>Texts</h2>
{texts}
</main>
<script type="application/json" id="kb-data">{data}</script>
<script src="course.js"></script>
</body>
</html>
"""


def _manifest(track: Record, contents: Mapping[str, bytes]) -> str:
    listed = "\n".join(f"      <file href={quoteattr(name)}/>" for name in sorted(contents))
    title = xml_text(without_controls(f"{track.title} ({track.meta.text('version')})"))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{track.id}" version={quoteattr(track.meta.text("version"))}
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="track">
    <organization identifier="track">
      <title>{title}</title>
      <item identifier="course" identifierref="page" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="{_LAUNCH}">
{listed}
    </resource>
  </resources>
</manifest>
"""
