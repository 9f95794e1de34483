"""Answers that were given before: exact, for the same record is right until the state of some record changes.

In an incident hundreds paste the same message. What is kept belongs to one snapshot, so a newer index begins anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sopkb.search import Answer, search
from sopkb.search.index import SearchIndex
from sopkb.search.standing import Standing, standing_at

MOST = 1000
"""Answers that are kept: some ten megabytes."""
LARGEST = 20
"""Hits of an answer that is kept."""


class Remembered:
    """The last answers of an index. For one thread, like the index."""

    def __init__(self) -> None:
        self._standing: Standing | None = None
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def search(
        self,
        index: SearchIndex,
        text: str,
        *,
        now: datetime,
        filters: Mapping[str, Sequence[str]],
        limit: int,
        offset: int,
    ) -> Answer:
        """The answer of :func:`sopkb.search.search`, which see, at a moment."""
        standing = standing_at(index, now)
        if standing is not self._standing:  # another state of some record, and other rows may be right
            self._standing = standing
            self._answers.clear()
        key = (text, tuple((name, tuple(values)) for name, values in sorted(filters.items())), limit, offset)
        answer = self._answers.get(key)
        if answer is None:
            answer = search(index, text, now=now, filters=filters, limit=limit, offset=offset)
            if len(answer.hits) <= LARGEST:
                self._answers[key] = answer
                if len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        else:
            self._answers.move_to_end(key)
        return answer
