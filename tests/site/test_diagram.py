"""A decision tree as a drawing: every question once, every end where its answer leads, nothing but text and lines."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from sopkb.core.load import Base
from sopkb.site.diagram import diagram, questions_of

MARKUP = "</text><script>alert(1)</script>"


def test_every_question_is_drawn_once_and_every_answer_ends_somewhere(demo_base: Base) -> None:
    for record in demo_base.corpus.records:
        if record.kind_name != "troubleshooter":
            continue
        questions = questions_of([node for _, node in record.meta.maps("nodes")])
        root = ElementTree.fromstring(diagram(questions, lambda _: "a title"))
        answers = sum(len(given) for _, _, given in questions)
        assert len(root.findall("rect[@class='ask']")) == len(questions)
        assert len(root.findall("path")) == answers
        assert len(root.findall("rect")) == answers + 1


def test_a_question_that_two_answers_lead_to_is_named_the_second_time() -> None:
    twice = [("a", "First?", [("yes", "b", ""), ("no", "b", "")]), ("b", "Second?", [("any", "", "SOP-0001")])]
    drawn = diagram(twice, lambda _: "")
    assert drawn.count('class="again"') == 1
    assert "Question 2" in drawn


def test_a_tree_that_goes_round_in_circles_has_an_end() -> None:
    assert diagram([("a", "Again?", [("yes", "a", "")])], lambda _: "").count("<rect") == 2
    assert diagram([], lambda _: "") == ""


def test_markup_in_a_tree_is_text() -> None:
    drawn = diagram([(MARKUP, MARKUP, [(MARKUP, "", MARKUP)])], lambda _: MARKUP)
    assert set(re.findall(r"<(\w+)", drawn)) == {"svg", "rect", "text", "path"}
    ElementTree.fromstring(drawn)
