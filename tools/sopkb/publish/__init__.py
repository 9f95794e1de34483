"""From records to a site, in this order: view, escape, links, body, page, listings, site; then export, build, plugin.

Everything but :mod:`sopkb.publish.plugin` is free of MkDocs: pages are plain Markdown with plain front matter, so
that another generator can be put under them. Records are untrusted text: whatever one holds reaches a page through
:mod:`sopkb.publish.escape` or, for a body, through :mod:`sopkb.publish.body`, which writes it anew.
"""
