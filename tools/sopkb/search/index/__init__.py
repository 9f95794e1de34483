"""From records to an index on disk, and from there to what a ranking asks for.

``update_index`` writes, ``open_index`` reads; nothing else of the package is for other floors but the analysis of text,
which a query shares. Whoosh stands behind :mod:`sopkb.search.index.whoosh_store` and nowhere else.
"""

from sopkb.search.index.build import update_index
from sopkb.search.index.files import default_folder
from sopkb.search.index.reader import SearchIndex, open_index
from sopkb.search.index.report import IndexReport, Outcome

__all__ = ["IndexReport", "Outcome", "SearchIndex", "default_folder", "open_index", "update_index"]
