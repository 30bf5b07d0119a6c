"""An address is a stranger's text: it shows what exists, or the nearest, and says which."""

from __future__ import annotations

from datetime import date

import pytest

from ui.view import Asked, Correction, Options, View, language, view

OPTIONS = Options(
    rules=("acpr", "house", "sfr"),
    values=(("channel", ("email", "web")), ("region", ("Bretagne", "Île-de-France"))),
    first=date(2024, 1, 1),
    last=date(2026, 11, 22),
)


def test_an_empty_address_is_the_house_view() -> None:
    assert view({}, OPTIONS) == View()


def test_an_address_reopens_its_view() -> None:
    asked = {"rules": ("sfr",), "asof": ("2026-03-31",), "channel": ("web", "email"), "region": ("Bretagne",)}
    assert view(asked, OPTIONS) == View(
        rules="sfr", as_of=date(2026, 3, 31), where=(("channel", ("web", "email")), ("region", ("Bretagne",)))
    )


@pytest.mark.parametrize(
    ("asked", "shown", "correction"),
    [
        (
            {"region": ("Bretgne",)},
            (("region", ("Bretagne",)),),
            Correction(key="region", asked="Bretgne", shown="Bretagne"),
        ),
        ({"region": ("Atlantis",)}, (), Correction(key="region", asked="Atlantis", shown="")),
        ({"product": ("Fibre",)}, (), Correction(key="product", asked="Fibre", shown="")),
    ],
)
def test_an_unknown_value_becomes_the_nearest_or_is_left_out(
    asked: Asked, shown: object, correction: Correction
) -> None:
    found = view(asked, OPTIONS)
    assert (found.where, found.corrections) == (shown, (correction,))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2030-01-01", date(2026, 11, 22)), ("1990-01-01", date(2024, 1, 1)), ("2026-02-30", None), ("soon", None)],
)
def test_a_day_that_cannot_be_is_the_nearest_that_can(text: str, day: date | None) -> None:
    found = view({"asof": (text,)}, OPTIONS)
    assert found.as_of == day
    assert found.corrections[0].asked == text


@pytest.mark.parametrize(
    "payload",
    [
        "' OR 1=1 --",
        "Bretagne'; DROP TABLE facts; --",
        "<script>alert(1)</script>",
        "![x](http://10.0.0.1/)",
        "../../etc/passwd",
        "\x00",
        "A" * 100_000,
    ],
)
def test_a_forged_value_never_reaches_a_figure(payload: str) -> None:
    found = view(dict.fromkeys(("rules", "asof", "channel", "region", "product"), (payload,)), OPTIONS)
    assert found.rules == "house"
    assert found.as_of is None
    assert all(value in dict(OPTIONS.values)[name] for name, values in found.where for value in values)
    assert all(len(one.asked) <= 60 for one in found.corrections)


def test_the_same_value_twice_is_one() -> None:
    assert view({"channel": ("web", "web")}, OPTIONS).where == (("channel", ("web",)),)


def test_a_rule_set_that_is_not_shipped_is_never_loaded() -> None:
    assert view({"rules": ("/etc/rules.yaml",)}, OPTIONS).rules == "house"


@pytest.mark.parametrize(
    ("asked", "accepted", "lang"),
    [
        ({}, "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ({}, "de-DE,fr;q=0.5", "fr"),
        ({}, "de", "fr"),
        ({}, "", "fr"),
        ({"lang": ("en",)}, "fr", "en"),
        ({"lang": ("xx",)}, "en", "en"),
    ],
)
def test_the_language_is_the_address_s_then_the_browser_s(asked: Asked, accepted: str, lang: str) -> None:
    assert language(asked, accepted, ("fr", "en")) == lang
