"""How MkDocs' pages are made quickly: the pages that no navigation names, in the same bytes, at a part of the cost."""
