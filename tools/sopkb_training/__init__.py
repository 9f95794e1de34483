"""The trainer's desk: what changed for whom since a day, and whether the tracks still teach what is in force.

From the bottom: :mod:`sopkb.site.teaching` (which track teaches and asks what), :mod:`~sopkb_training.digest` (what
changed in a way that asks something of people) and its forms; :mod:`~sopkb_training.plugin` is what `kb` sees of it.
"""
