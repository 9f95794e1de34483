"""The search index as small files that a browser can search without a server; the engine that does is in ``js/``.

``docs/reference/search.md`` says what every file holds.
"""

from sopkb.static.export import ExportReport, export_index

__all__ = ["ExportReport", "export_index"]
