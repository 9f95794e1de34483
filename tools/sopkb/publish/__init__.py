"""What a base publishes: the parts of a record's page, lists, feeds, what programs read.

Nothing here knows a theme or a generator: pages are headings and blocks of HTML (:mod:`sopkb.publish.html`), put into
shells by :mod:`sopkb.site`. Records are untrusted text: every value passes through :mod:`sopkb.publish.escape` or,
for a body, through :mod:`sopkb.publish.body`.
"""
