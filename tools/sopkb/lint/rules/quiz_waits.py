"""Questions of a track that wait for its review: what they teach may be yesterday's, and whoever meets them is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sopkb.core.corpus import Corpus
from sopkb.core.record import Record
from sopkb.lint.rules.quiz_claims import not_said, section_of
from sopkb.lint.tracks import QuizQuestion, questions_of, unread_since

WAITS = "This question waits for a review: its answer may no longer be what the record says"
"""What a reader of such a question is told."""


def waiting(track: Record, corpus: Corpus, language: str) -> Mapping[int, tuple[str, ...]]:
    """Why questions of a track wait for its review, as clauses, by the number of the question.

    Of these speak rules X11 (the cited section does not say what the answer says, or is not there) and X15 (the record
    has changed, and the track was not reviewed since). Git is not asked; ``kb track status`` does that besides.

    Args:
        track: it; a draft or a retired one teaches nobody, so nothing of it waits.
        corpus: the base.
        language: BCP 47 tag of the base's language.
    """
    if not track.is_active:
        return {}
    unread = unread_since(track, corpus)
    found = {}
    for question in questions_of(track):
        record = corpus.by_id.get(question.record_id)
        why = [unread[question.record_id]] if question.record_id in unread else []
        if record is not None:
            why += _not_said(question, track, record, language)
        if why:
            found[question.number] = tuple(why)
    return found


def _not_said(question: QuizQuestion, track: Record, record: Record, language: str) -> Iterator[str]:
    text = section_of(record, question.section)
    if text is None:
        yield f"{record.id} has no section “{question.section}”"
        return
    languages = {language, record.meta.text("language"), track.meta.text("language")}
    missing = not_said(question.answers, text, languages, record.id)
    if missing:
        yield f"its answer says {', '.join(f'“{claim}”' for claim in missing)}, which does not stand there"
