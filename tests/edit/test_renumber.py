"""A record gets another number: who of two keeps it, and which mentions follow."""

from __future__ import annotations

import pytest
from tests.edit.sources import corpus_of, made, minimal

from sopkb.core.errors import UsageError
from sopkb.history.edit.renumber import Mentions, mentions, refuse_renumbering, renumber


def test_a_record_without_a_number_is_renumbered_in_its_own_file_only() -> None:
    text = minimal("SOP-0000", related="[SOP-0001]") + "Link SOP-0000, [here](SOP-0000-x.md#steps), not XSOP-0000.\n"
    files = {"sop/sops/SOP-0000-x.md": text, "sop/sops/SOP-0001-a.md": minimal("SOP-0001") + "SOP-0000\n"}
    corpus = corpus_of(files)
    record = made(text, "sop/sops/SOP-0000-x.md")
    refuse_renumbering(record.record, corpus, None)
    assert mentions(record.record, corpus, None) == Mentions()
    (edit,) = renumber(record, "SOP-0002", ())
    assert (edit.path, edit.moved_from) == ("sop/sops/SOP-0002-x.md", "sop/sops/SOP-0000-x.md")
    assert edit.after == (
        minimal("SOP-0002", related="[SOP-0001]") + "Link SOP-0002, [here](SOP-0002-x.md#steps), not XSOP-0000.\n"
    )


MAIN = {
    "sop/sops/SOP-0001-a.md": minimal("SOP-0001"),
    "sop/sops/SOP-0002-keeps.md": minimal("SOP-0002", related="[SOP-0001]"),
    "sop/sops/SOP-0003-both.md": minimal("SOP-0003", related="[SOP-0001]"),
}
BRANCH = {
    **MAIN,
    "sop/sops/SOP-0001-new.md": minimal("SOP-0001"),
    "sop/sops/SOP-0003-both.md": minimal("SOP-0003", related="[SOP-0001]") + "See SOP-0001.\n",
    "sop/sops/SOP-0004-follows.md": minimal("SOP-0004", prerequisite="[SOP-0001]"),
}


def test_of_two_owners_of_an_id_the_base_tells_who_is_meant() -> None:
    corpus = corpus_of(BRANCH)
    newcomer = corpus.by_path["sop/sops/SOP-0001-new.md"]
    refuse_renumbering(newcomer, corpus, MAIN.get)
    assert mentions(newcomer, corpus, MAIN.get) == Mentions(
        follow=("sop/sops/SOP-0004-follows.md",), unsure=("sop/sops/SOP-0003-both.md",)
    )
    follower = made(BRANCH["sop/sops/SOP-0004-follows.md"], "sop/sops/SOP-0004-follows.md")
    edits = renumber(made(BRANCH["sop/sops/SOP-0001-new.md"], newcomer.path), "SOP-0005", [follower])
    assert [edit.path for edit in edits] == ["sop/sops/SOP-0005-new.md", follower.path]
    assert "prerequisite: [SOP-0005]" in str(edits[1].after)


def test_without_a_base_every_mention_is_for_a_person_to_judge() -> None:
    corpus = corpus_of(BRANCH)
    found = mentions(corpus.by_path["sop/sops/SOP-0001-new.md"], corpus, None)
    assert found.follow == ()
    assert len(found.unsure) == 3


def test_who_had_the_id_first_keeps_it() -> None:
    corpus = corpus_of(BRANCH)
    with pytest.raises(UsageError, match="had SOP-0001 first"):
        refuse_renumbering(corpus.by_path["sop/sops/SOP-0001-a.md"], corpus, MAIN.get)
    with pytest.raises(UsageError, match="ids are permanent"):
        refuse_renumbering(corpus.by_path["sop/sops/SOP-0002-keeps.md"], corpus, MAIN.get)
