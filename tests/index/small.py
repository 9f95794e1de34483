"""Small bases for tests of the index, and what a base answers when it is asked of everything at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import DEMO_NOW, SMALL_CONFIG

from sopkb.core.load import Base, load_base
from sopkb.search import Answer, search
from sopkb.search.index import open_index, update_index

Ask = Callable[[str], Answer]
Answers = list[tuple[str, int, list[tuple[str, float]]]]


def record_text(
    record_id: str,
    title: str,
    *,
    summary: str = "What to do about it.",
    symptoms: Sequence[str] = (),
    codes: Sequence[str] = (),
    aliases: Sequence[str] = (),
    body: str = "Press the button.",
) -> str:
    """An active SOP, with as much in it as a search needs."""
    return "\n".join(
        [
            "---",
            f"id: {record_id}",
            "kind: sop",
            f'title: "{title}"',
            f'summary: "{summary}"',
            "status: active",
            "confidence: verified",
            "area: access",
            "owner: core",
            "audience: [puo]",
            f"symptoms: [{', '.join(_quoted(symptoms))}]",
            f"error_codes: [{', '.join(_quoted(codes))}]",
            f"aliases: [{', '.join(_quoted(aliases))}]",
            "sensitivity: none",
            'effective_from: "2026-01-01"',
            "---",
            "## Steps",
            "",
            f"1. {body}",
            "",
        ]
    )


@contextmanager
def asking(folder: Path, records: dict[str, str]) -> Iterator[Ask]:
    """What answers questions to a base of some records, which is made and indexed in a folder."""
    base = write_base(folder / "sop", records)
    update_index(base, folder / "index")
    with open_index(base, folder / "index") as index:
        yield lambda query: search(index, query, now=DEMO_NOW)


def _quoted(words: Iterable[str]) -> Iterable[str]:
    return (f'"{word}"' for word in words)


def write_base(root: Path, records: dict[str, str], config: str = SMALL_CONFIG) -> Base:
    """Make a folder hold exactly these records, each in a file named after its id, and load it."""
    folder = root / "sops"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "kb.yml").write_text(config, "utf-8")
    for path in folder.iterdir():
        if path.stem not in records:
            path.unlink()
    for record_id, text in records.items():
        path = folder / f"{record_id}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    return load_base(root)


def answers(base: Base, folder: Path, queries: Iterable[str]) -> Answers:
    """What the index says: of each query how many records answer, and each with its score."""
    found: Answers = []
    with open_index(base, folder) as index:
        for query in queries:
            answer = search(index, query, now=DEMO_NOW, limit=100)
            found.append((query, answer.total, [(hit.id, hit.score) for hit in answer.hits]))
    return found


def clean_answers(base: Base, folder: Path, queries: Iterable[str]) -> Answers:
    """The same from an index that is built from nothing."""
    update_index(base, folder, full=True)
    return answers(base, folder, queries)


EIGHT = {
    f"SOP-{number:04d}": record_text(
        f"SOP-{number:04d}",
        title,
        symptoms=symptoms,
        codes=[f"RC-40{number}"],
        body=body,
    )
    for number, (title, symptoms, body) in enumerate(
        [
            ("Clip Player: black screen", ["screen is black but sound plays"], "Turn on compatibility mode."),
            ("AccessHub: user cannot sign in", ["login loop", "无法登录"], "Unlock the account, then sign in again."),
            ("Queue Manager: queue is empty", ["no tasks in my queue"], "Reset the filters of the queue."),
            ("Report: daily figures missing", ["report is blank"], "Export the figures again."),
            ("SiteVPN: tunnel drops", ["vpn drops every minute"], "Renew the certificate."),
            ("Transcode: clip stays processing", ["processing forever"], "Request the clip again."),
            ("HelpBot: wrong answer", ["bot answers nonsense"], "Hand the chat over."),
            ("KubePodNotReady: a pod restarts", ["pod restarts"], "Read the log of the pod."),
        ],
        1,
    )
}
QUERIES = (
    "black screen",
    "sign in",
    "blakc scren",
    "que",
    "RC-404",
    "rc 408",
    "SOP-0003",
    "无法登录",
    '"hand the chat"',
)
"""Of every kind: words, typos, a word half typed, codes, an id, another script, a phrase."""
