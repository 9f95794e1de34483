"""The other doors: an HTTP API, chat and tools for AI agents. Each is an adapter over :mod:`sopkb.search`.

:mod:`knowledge` holds the base and the index that answer, :mod:`questions` asks them; :mod:`app` puts HTTP in front.
The clock comes in at the edge. Nothing here writes to the base, and nothing of a request becomes a path of a file.
"""
