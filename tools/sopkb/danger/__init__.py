"""Danger in plain words: whether a text tells of danger to life, of a child at risk, or of a colleague in distress.

No index is asked and no record has to share a word with the text. What is looked for stands in ``lists/``, one file of
plain data a language (:mod:`lists` reads them); :mod:`hearing` looks for it. ``static/js/danger.js`` does the same in
a browser, from the same lists.
"""

from sopkb.danger.hearing import MOST_READ, hear
from sopkb.danger.lists import TOPICS, DangerList, danger_lists, languages_with_lists, packed

__all__ = ["MOST_READ", "TOPICS", "DangerList", "danger_lists", "hear", "languages_with_lists", "packed"]
