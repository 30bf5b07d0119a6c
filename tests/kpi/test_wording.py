"""Numbers, units, days and ranks as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.text import Text
from kpi.wording import Said, day, joined, number, ordinal, points, quantity, sentence, share, signed

NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("said", "fr", "en"),
    [
        (number(12_345), f"12{NARROW}345", "12,345"),
        (number(2.25, 1), "2,2", "2.2"),
        (signed(3), "+3", "+3"),
        (signed(-3.14, 1), "−3,1", "−3.1"),
        (signed(-0.04, 1), "0,0", "0.0"),
        (share(2 / 3), "66,7 %", "66.7%"),
        (points(-0.19), "−19,0 points", "−19.0 points"),
        (quantity(0.5, "share"), "50,0 %", "50.0%"),
        (quantity(8, "days"), "8 jours", "8 days"),
        (quantity(1, "days"), "1 jour", "1 day"),
        (quantity(1.5, "days"), "1,5 jour", "1.5 days"),
        (quantity(1.254, "per_1000"), "1,25 pour 1 000", "1.25 per 1,000"),
        (quantity(7, "complaints"), "7", "7"),
        (day(date(2024, 3, 1)), "1er mars 2024", "1 March 2024"),
        (day(date(2024, 3, 21)), "21 mars 2024", "21 March 2024"),
        (ordinal(1), "1re", "1st"),
        (ordinal(2), "2e", "2nd"),
        (ordinal(3), "3e", "3rd"),
        (ordinal(11), "11e", "11th"),
        (ordinal(21), "21e", "21st"),
    ],
)
def test_each_language_writes_its_own(said: Said, fr: str, en: str) -> None:
    assert (said("fr"), said("en")) == (fr, en)


def test_a_sentence_is_filled_in_both_languages() -> None:
    template = Text(fr="{name} : {n}, {unit}", en="{name}: {n}, {unit}")
    found = sentence(template, name="Rouen", n=number(1.5, 1), unit=Text(fr="mois", en="months"))
    assert found == Text(fr="Rouen : 1,5, mois", en="Rouen: 1.5, months")


def test_sentences_are_joined_and_empty_ones_left_out() -> None:
    one, none = Text(fr="Un.", en="One."), Text(fr="", en="")
    assert joined(one, none, one) == Text(fr="Un. Un.", en="One. One.")
    assert joined(one, one, by=Text(fr=" ; ", en="; ")) == Text(fr="Un. ; Un.", en="One.; One.")
