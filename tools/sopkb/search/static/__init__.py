"""The search index as small files that a browser can search without a server; the engine that does is in ``js/``.

``docs/reference/search.md`` says what every file holds.
"""

from sopkb.search.static.export import ExportReport, export_index
from sopkb.search.static.kept import MANIFEST_NAME
from sopkb.search.static.whole import damaged_files

__all__ = ["MANIFEST_NAME", "ExportReport", "damaged_files", "export_index"]
