"""A page's own choice stands in its address; what can't be chosen becomes the nearest, and is told."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

FEW, MANY = ("site", "channel"), tuple(f"dimension {n}" for n in range(9))


def _script(options: tuple[str, ...]) -> None:
    import streamlit as st

    from charts.words import Words
    from ui import choices

    st.text(choices.one_of(Words("en"), "by", "By", options, str.upper))


def shown(options: tuple[str, ...], asked: str = "") -> AppTest:
    app = AppTest.from_function(_script, args=(options,))
    if asked:
        app.query_params["by"] = asked
    return app.run()


@pytest.mark.parametrize("options", [FEW, MANY])
def test_the_first_is_shown_where_the_address_says_nothing(options: tuple[str, ...]) -> None:
    app = shown(options)
    assert not app.exception
    assert (app.text[0].value, app.get("html")) == (options[0], [])


@pytest.mark.parametrize("options", [FEW, MANY])
def test_the_address_is_followed(options: tuple[str, ...]) -> None:
    assert shown(options, options[1]).text[0].value == options[1]


@pytest.mark.parametrize(("asked", "near"), [("chanel", "channel"), ("<b>x</b>", "site")])
def test_an_unknown_value_becomes_the_nearest_and_is_told(asked: str, near: str) -> None:
    app = shown(FEW, asked)
    assert app.text[0].value == near
    (told,) = app.get("html")
    assert near.upper() in told.proto.body and "<b>" not in told.proto.body


def test_a_choice_is_written_into_the_address() -> None:
    app = shown(MANY)
    app.selectbox[0].set_value(MANY[3]).run()
    assert app.text[0].value == MANY[3]
    assert MANY[3] in app.query_params["by"]
