"""What an answer claims must stand in its section: in other trades and languages, and after any change of a number."""

from __future__ import annotations

import re

import pytest

from sopkb.core.load import Base
from sopkb.lint.numerals import with_digits
from sopkb.lint.rules.quiz_claims import lost_words, not_said, section_of
from sopkb.lint.tracks import questions_of

SAID = [
    ("de", "Fünfunddreißig Minuten", "Halten Sie die Verbindung mindestens 35 Minuten lang aufrecht."),
    (
        "de",
        "Die Leitung der Schicht informieren",
        "Informieren Sie zuerst die Schichtleitung und danach den Bereitschaftsdienst der Region über den Ausfall der "
        "Leitung, noch vor der Kundschaft.",
    ),
    ("zh", "三十五分钟", "选择“连接”，保持连接35分钟。"),
    ("zh", "点击“提交”", "点击「提交」按钮。"),
    ("es", "A los treinta minutos", "Si pasan 30 min sin respuesta, escala."),
    ("fr", "1 000 €", "Le remboursement maximal est de 1\u202f000 € par dossier."),
    ("ar", "خلال ٣٠ دقيقة", "يجب الرد خلال 30 دقيقة من استلام البلاغ."),
    ("en", "0.5%", "Remaining gap of 0.5 percent or less."),
    ("en", "1,000 rows", "Up to 1000 rows are exported."),
    ("en", "After 4:00 UTC", "Outside 02:00 to 04:00 UTC."),
    ("en", "5 minutes", "| sev1 | 5 | 30 |\n|---|---|---|"),
    ("en", "5 to 10 minutes", "Wait 5-10 min, then look again."),
    ("en", "Within 24h", "Within 24 hours."),
    ("en", "30-day notice", "Give 30 days' notice."),
    ("en", "Two approvers", "Both sign; see the list of 2 approvers."),
    ("en", "On Monday", "Every week on Monday the team draws its sample and sends it to the scorers by chat."),
    (
        "en",
        "Choose Queue Manager > People",
        "In **Queue Manager → People**, search the staff id and read what it says.",
    ),
    ("en", "Restart CRD-4031", "`crd4031`: restart it."),
]
NOT_SAID = [
    ("de", "35 Minuten", "Halten Sie die Verbindung 45 Minuten. 35 Geräte sind gelistet.", "35 Minuten"),
    ("de", "Auf „Freigeben“ klicken", "Klicken Sie auf **Veröffentlichen**.", "Freigeben"),
    ("zh", "35分钟", "选择“连接”，保持连接45分钟。检查：35台设备在线。", "35 分"),
    ("zh", "点击“提交”", "点击 **发布** 按钮，等待状态变为完成。", "提交"),
    ("es", "A los 30 minutos", "Si pasan 45 minutos sin respuesta, escala.", "30 minutos"),
    ("fr", "1 000 €", "Le remboursement maximal est de 1 500 € par dossier.", "1000"),
    ("ja", "30分以内", "15分以内に報告する。", "30 分"),
    ("ar", "خلال ٣٠ دقيقة", "يجب الرد خلال 45 دقيقة.", "30 دقيقة"),
    ("en", "25 minutes", "Enrol 25 devices at a time, 45 minutes each.", "25 minutes"),
    ("en", "Use port 8443", "Connect to the host on port 443 with TLS.", "8443"),
    ("en", "p95 under 300 ms", "p95 stays below 250 ms.", "300 ms"),
    ("en", "HTTP 502", "The proxy answers 503.", "502"),
    ("en", "Level 2", "Level 1 answers first.", "2"),
    ("en", "Follow ESC-0003", "Otherwise ESC-0002.", "ESC-0003"),
    (
        "en",
        "Press Retry twice",
        "Choose **Reload**. If it fails, press **Reload** again and wait for the green tick to come up in the list.",
        "Retry",
    ),
]


@pytest.mark.parametrize(("language", "answer", "section"), SAID)
def test_what_a_section_says_in_its_own_way_is_no_finding(language: str, answer: str, section: str) -> None:
    assert not_said([answer], section, [language]) == ()


@pytest.mark.parametrize(("language", "answer", "section", "claim"), NOT_SAID)
def test_what_a_section_does_not_say_is_named_as_the_answer_has_it(
    language: str, answer: str, section: str, claim: str
) -> None:
    assert not_said([answer], section, [language]) == (claim,)


def test_every_number_in_an_answer_of_the_demo_base_is_missed_once_its_section_has_another(demo_base: Base) -> None:
    changed = 0
    for track in demo_base.corpus.records:
        for question in questions_of(track):
            text = section_of(demo_base.corpus.by_id[question.record_id], question.section)
            assert text is not None
            assert not_said(question.answers, text, ["en"], question.record_id) == (), question.ask
            for number in set(re.findall(r"(?<![\w-])\d+(?![\w:]*\d)", " ".join(question.answers))):
                other = re.sub(rf"(?<![\w-]){number}(?!\d)", str(int(number) + 10), text)
                other = re.sub(r"\bthree\b", "thirteen", other) if number == "3" else other
                found = not_said(question.answers, other, ["en"], question.record_id)
                assert any(number in claim for claim in found), (question.ask, number)
                changed += 1
    assert changed >= 8, "the demo base asks for numbers"


def test_words_that_a_change_took_out_of_a_section_are_told_in_any_language() -> None:
    assert lost_words(["Die Leitung anrufen"], "Zuerst die Leitung anrufen.", "Zuerst den Dienst rufen.") == (
        "die", "leitung", "anrufen",
    )  # fmt: skip
    assert lost_words(["Unlock it"], "Choose **Unlock**.", "Then choose **Unlock**, as before.") == ()


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        (
            "en",
            "within two minutes, thirty-five or thirty five, one hundred; once",
            "within 2 minutes, 35 or 35, 100; once",
        ),
        ("de-AT", "fünfunddreißig, einundzwanzig, zwölf", "35, 21, 12"),
        ("es", "treinta y cinco, veintidós, once", "35, 22, 11"),
        ("pt-BR", "trinta e cinco", "35"),
        ("fr", "soixante-quinze, quatre-vingt-dix-sept, vingt et un", "75, 97, 21"),
        ("ja", "三十五分、一百二十天、一般、第三方", "35分、120天、一般、第三方"),
        ("en", "one, a three-legged stool, often", "one, a three-legged stool, often"),
    ],
)
def test_numbers_written_as_words_become_digits(language: str, text: str, digits: str) -> None:
    assert with_digits(text, [language]) == digits
