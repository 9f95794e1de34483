"""How good the ranking is: judged questions asked of an index, what came first, and what moved since the last time.

The questions are a base's own (:mod:`judged`), or those of a :mod:`collection` that others judged; :mod:`measure` asks
them. :mod:`baseline` remembers what each got, and says what moved; :mod:`formats` shows it.
"""

from sopkb.search.evaluate.baseline import Comparison, Got, compare, read_baseline, write_baseline
from sopkb.search.evaluate.collection import ANY_MOMENT, Collection, opened_collection
from sopkb.search.evaluate.judged import BASELINE_NAME, JUDGED_NAME, read_judged
from sopkb.search.evaluate.measure import Figures, Outcome, ask, figures
from sopkb.search.evaluate.questions import Part, Question, part_of

__all__ = [
    "ANY_MOMENT",
    "BASELINE_NAME",
    "JUDGED_NAME",
    "Collection",
    "Comparison",
    "Figures",
    "Got",
    "Outcome",
    "Part",
    "Question",
    "ask",
    "compare",
    "figures",
    "opened_collection",
    "part_of",
    "read_baseline",
    "read_judged",
    "write_baseline",
]
