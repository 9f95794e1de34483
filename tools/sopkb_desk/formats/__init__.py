"""What the exports of ticket products look like: one file of data a product, and how a file is understood with them.

Nothing here reads a row: :mod:`sopkb_desk.formats.find` says from a header which product wrote it and where each of our
columns stands; :mod:`sopkb_desk.formats.moments` reads what products write for a point in time.
"""
