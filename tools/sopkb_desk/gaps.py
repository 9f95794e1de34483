"""Questions without a record, and words that search does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb_desk.asking import Asker
from sopkb_desk.common import minutes_of, where
from sopkb_desk.count import FEWEST, is_enough
from sopkb_desk.facts import Sort, Standout
from sopkb_desk.groups import SELDOM, Group, group_unlinked
from sopkb_desk.linking import Linking
from sopkb_desk.naming import name_of, typical
from sopkb_desk.terms import Centre, Weights, terms_of
from sopkb_desk.ticket import Ticket

Terms = frozenset[str]
_ASKED_OF_A_GROUP = 20


def gaps(tickets: Sequence[Ticket], base: Base, ask: Asker) -> Iterator[Standout]:
    """Groups of answered tickets that no record answers, or that one answers and nobody links."""
    told = [ticket for ticket in tickets if ticket.is_ended and ticket.summary]
    documents = [terms_of(ticket.summary) for ticket in told]
    costs = [ticket.cost or 0.0 for ticket in told]
    seldom = sum(not ticket.is_linked for ticket in told) > SELDOM * len(told)
    for group in group_unlinked(documents, [ticket.is_linked for ticket in told], costs):
        members = [told[number] for number in group.members]
        if group.link_rate <= 0.5:
            found = _judged(group, members, told, documents, base, ask)
            if found is None or (seldom and not _is_unanswered(members, ask)):
                continue  # where links tell nothing, only what search does not answer is a gap
            yield found


def _judged(
    group: Group,
    members: list[Ticket],
    told: Sequence[Ticket],
    documents: Sequence[frozenset[str]],
    base: Base,
    ask: Asker,
) -> Standout | None:
    texts = [ticket.summary for ticket in members]
    lines = typical(texts, [documents[number] for number in group.members], group.centre, 5)
    answers = _answers(members, ask)
    asked = sum(answers.values())
    answer, times = max(((a, n) for a, n in answers.items() if a), key=lambda pair: pair[1], default=("", 0))
    links = Counter(record_id for number in group.linked for record_id in told[number].kb_ids)
    choice, votes = links.most_common(1)[0] if links else ("", 0)
    rate = f"{group.link_rate:.0%} of those who say this are linked to a record"
    if times * 2 >= asked:
        written = base.corpus.by_id[answer].day("created")
        if written and sum(ticket.created < midnight(written) for ticket in members) * 2 > len(members):
            return None  # it was a gap, and a record has closed it since
        why = f"search gives {answer} first to {times} of {asked} such tickets, yet {rate}"
        do = f"Brief the shifts: link {answer}. If agents say that it does not help, mend its steps."
        return _standout(Sort.TRAINING, group, members, lines, why, do, answer)
    if choice in base.corpus.by_id and votes >= FEWEST and votes * 5 >= len(group.linked) * 3:
        why = f"{rate}, most of these to {choice}; search does not lead there"
        return _standout(Sort.SYMPTOM, group, members, lines, why, f"Add what they say to {choice}.", choice)
    why = f"{rate}; search gives the same answer to {max(times, 0)} of {asked}"
    return _standout(Sort.NEW_RECORD, group, members, lines, why, "Write a record, or say whose it is.", "")


def _answers(members: Sequence[Ticket], ask: Asker) -> Counter[str]:
    """What search answers to some of them; ``""`` counts those that it does not answer."""
    return Counter(ask(ticket.summary).answer for ticket in members[:: max(len(members) // _ASKED_OF_A_GROUP, 1)])


def _is_unanswered(members: Sequence[Ticket], ask: Asker) -> bool:
    answers = _answers(members, ask)
    return answers[""] * 2 > answers.total()


def _standout(
    sort: Sort, group: Group, members: list[Ticket], lines: list[str], why: str, do: str, record: str
) -> Standout:
    name = name_of([ticket.summary for ticket in members], group.centre)
    return Standout(
        sort, name, len(members), minutes_of(members), why, do, record, **where(members), lines=tuple(lines),
        ids=tuple(ticket.id for ticket in members),
    )  # fmt: skip


def _alike(tickets: Sequence[Ticket]) -> list[Ticket]:
    """The largest part of some tickets that share half of their words with one of them."""
    told = [(ticket, terms_of(ticket.summary)) for ticket in tickets]
    parts = (
        [ticket for ticket, terms in told if len(terms & middle) * 2 >= len(terms | middle) > 0] for _, middle in told
    )
    return max(parts, key=len, default=[])


def _says(document: Terms, symptoms: Sequence[Terms]) -> bool:
    """Whether a ticket has at least three quarters of the terms of a symptom."""
    return any(len(terms & document) * 4 >= len(terms) * 3 for terms in symptoms if terms)


def unfound(linking: Linking, base: Base) -> Iterator[Standout]:
    """Records that agents link and search does not give: their symptoms lack what people say."""
    for record_id, agreement in linking.by_record.items():
        missed = agreement.missed
        if not is_enough(len(missed)) or len(missed) * 3 < agreement.asked:
            continue
        missed = _alike(missed)
        documents = [terms_of(ticket.summary) for ticket in missed]
        symptoms = [terms_of(text) for text in base.corpus.by_id[record_id].symptoms]
        if sum(_says(document, symptoms) for document in documents) * 2 > len(documents):
            continue  # the words are there already: others that say the same stand before it
        if len(missed) < FEWEST:
            continue  # they say different things: links that are wrong rather than words that are missing
        centre = Centre(documents, Weights.of(documents))
        texts = [ticket.summary for ticket in missed]
        why = f"search does not show it to {len(missed)} of {agreement.asked} tickets that were linked to it"
        yield Standout(
            Sort.SYMPTOM,
            f"{record_id} {base.corpus.by_id[record_id].title}",
            len(missed),
            minutes_of(missed),
            why,
            f"Add what they say to {record_id}.",
            record_id,
            **where(missed),
            lines=tuple(typical(texts, documents, centre, 3)),
            ids=tuple(ticket.id for ticket in missed),
        )
