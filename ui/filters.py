"""What a reader may choose: the day, the rule set, and which complaints. Writes every choice into the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from charts.words import Words
from kpi.rules import load_rules
from ui import show, state
from ui.view import KEYS, Options, View


def filters(words: Words, view: View, options: Options, last_day: date) -> None:
    """A button that opens the choices."""
    with st.popover(words("filter.open"), icon=":material/tune:"):
        _day(words, view, options, last_day)
        _rules(words, view, options)
        for name, values in options.values:
            _dimension(name, values, words, view)
        st.button(words("filter.reset"), icon=":material/restart_alt:", on_click=_reset, key="vigie-reset")


def language(words: Words) -> None:
    """A button to the other language."""
    other = words("language.other_code")
    st.button(
        words("language.other"),
        type="tertiary",
        icon=":material/translate:",
        help=words("language.help"),
        on_click=state.ask,
        args=("lang", [other]),
        key="vigie-language",
    )


def _day(words: Words, view: View, options: Options, last_day: date) -> None:
    st.date_input(
        words("filter.asof"),
        key=state.seeded("asof", view.as_of or last_day),
        min_value=options.first or last_day,
        max_value=options.last or last_day,
        format="DD/MM/YYYY",
        help=words("filter.asof_help"),
        on_change=state.keep,
        args=("asof",),
    )
    show.notice([words("filter.last_event", day=words.day(last_day))])


def _rules(words: Words, view: View, options: Options) -> None:
    st.selectbox(
        words("filter.rules"),
        options.rules,
        key=state.seeded("rules", view.rules),
        format_func=lambda name: words.said(load_rules(name).title),
        on_change=state.keep,
        args=("rules",),
    )


def _dimension(name: str, values: tuple[str, ...], words: Words, view: View) -> None:
    st.multiselect(
        words(f"filter.{name}"),
        values,
        key=state.seeded(name, list(dict(view.where).get(name, ()))),
        format_func=lambda value: words.value(name, value),
        placeholder=words("filter.all"),
        on_change=state.keep,
        args=(name,),
    )


def _reset() -> None:
    for key in KEYS:
        if key != "lang":
            state.ask(key, [])
