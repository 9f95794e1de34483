"""The site of a base: what it publishes, put into the shells of a theme.

Pages are headings and blocks of HTML (:mod:`sopkb.site.html`), whatever the theme; an adapter
(:mod:`sopkb.site.adapters`) gives what stands around them. Records are untrusted text: every value passes through
:mod:`sopkb.site.escape` or, for a body, through :mod:`sopkb.site.body`.
"""
