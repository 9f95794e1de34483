"""Other teams' documents become records: drafts that say what a person must still fill in.

The way of a document: ``collection`` reads it, ``dialects`` makes it plain Markdown, ``outline`` puts it under the
kind's sections by the table in ``headings``, ``links`` points its links at records, ``records`` writes it whole,
``result`` compares that with what stands in the base, ``report`` says what happened. ``run`` is the order of it all.
Nothing is imported here: every command of `kb` looks for plug-ins, and few need what is behind this one.
"""
