"""Stemmers that Snowball 3.1.1 generated, unchanged; nothing but :mod:`sopkb.search.index.stemming` asks them.

The Python is that of the package ``snowballstemmer`` 3.1.1. The script of the browser
(``search/static/js/snowball/``) is made of the same ``english.sbl`` by the compiler of the same release. They lie here
and are no dependency, because both must be of one release: otherwise a word has one stem in the index and another in
the browser, which finds nothing then. docs/reference/dependencies.md says how to renew them.
"""
