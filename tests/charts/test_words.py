"""Texts, numbers and dates in French and English."""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import pytest

from charts.words import LANGUAGES, Words, catalogue, typeset

ROOT = Path(__file__).resolve().parents[2]
FR, EN = Words("fr"), Words("en")
THIN, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_the_same_texts() -> None:
    assert set(catalogue("fr")) == set(catalogue("en"))


@pytest.mark.parametrize("key", sorted(catalogue("fr")))
def test_a_text_asks_for_the_same_values_in_every_language(key: str) -> None:
    assert len({frozenset(fields(catalogue(lang)[key])) for lang in LANGUAGES}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_and_code_has_a_word(lang: str) -> None:
    from data_sources.canonical import CHANNELS, MAPPABLE

    assert all(f"canonical.{name}" in catalogue(lang) for name in MAPPABLE)
    assert all(f"value.channel.{name}" in catalogue(lang) for name in CHANNELS)


def test_a_missing_text_is_an_error_not_an_empty_label() -> None:
    with pytest.raises(KeyError):
        FR("pilotage.nothing_like_this")


def test_shares_are_written_as_each_language_writes_them() -> None:
    assert FR.share(0.823) == f"82,3{THIN}%"
    assert EN.share(0.823) == "82.3%"
    assert EN.share(0.125, 0) == "13%"


@pytest.mark.parametrize(("value", "text"), [(0.12345, "12.3%"), (0.99999, "100.0%"), (0.0005, "0.1%"), (0.0, "0.0%")])
def test_halves_are_rounded_up(value: float, text: str) -> None:
    assert EN.share(value) == text


def test_numbers_are_grouped() -> None:
    assert FR.number(12345) == f"12{THIN}345"
    assert EN.number(12345) == "12,345"
    assert EN.number(-3.25, 1) == "-3.3"


def test_no_value_is_a_dash_never_zero() -> None:
    assert FR.figure(None, "share") == "—"
    assert FR.figure(float("nan"), "days") == "—"
    assert FR.days(None) == "non atteint"
    assert EN.days(8) == "8 d"


def test_an_interval_needs_both_ends() -> None:
    assert EN.interval(0.801, 0.843, "share") == "80.1% to 84.3%"
    assert EN.interval(None, 0.8, "share") == ""


def test_dates_are_said_as_people_say_them() -> None:
    assert FR.day(date(2026, 11, 20)) == "20 novembre 2026"
    assert EN.day(date(2026, 11, 20)) == "20 November 2026"
    assert FR.month("2026-08") == "août 2026"
    assert FR.short_month("2026-02") == "févr."
    assert FR.short_day(date(2026, 11, 25)) == "25 nov."


@pytest.mark.parametrize(("n", "text"), [(0, "0"), (1, "1"), (2, "2")])
def test_plurals_follow_the_language(n: int, text: str) -> None:
    assert (FR.plural("scope.sources", n) == f"{text} source") == (n < 2)
    assert (EN.plural("scope.sources", n) == f"{text} source") == (n == 1)


def test_french_spaces_do_not_break() -> None:
    assert typeset("« l'an » : 5 % ; oui !", "fr") == (f"«{FIXED}l’an{THIN}»{FIXED}: 5{THIN}%{THIN}; oui{THIN}!")
    assert typeset("a : b", "en") == "a : b"


def test_a_value_without_a_word_is_shown_as_the_export_has_it() -> None:
    assert FR.value("channel", "web") == "Formulaire web"
    assert FR.value("channel", "pigeon") == "pigeon"
    assert FR.value("motive", None) == "non renseigné"
    assert FR.known("reason.none_such", "none_such") == "none_such"


def test_keys_come_in_the_catalogue_s_order() -> None:
    assert FR.keys("section") == ["pilotage", "analyser", "decider", "donnees"]


def test_a_moment_is_told_by_this_machine_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        assert FR.moment(datetime(2026, 11, 20, 13, 5)) == "20/11/2026 14:05"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_section_of_the_texts_is_read_somewhere() -> None:
    files = (path for folder in ("charts", "pages", "ui") for path in ROOT.glob(f"{folder}/**/*.py"))
    code = "\n".join(path.read_text("utf-8") for path in files)
    sections = {key.split(".")[0] for lang in LANGUAGES for key in catalogue(lang)}
    assert {name for name in sections if not re.search(rf"[\"'{{]{name}[.\"']", code)} == set()
