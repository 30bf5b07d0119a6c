"""A choice that is one page's own: what is drawn, by what, against what. The address holds it, so a link reopens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial

import streamlit as st

from charts.words import Words
from ui import show, state
from ui.view import LONGEST

FEW = 5


def one_of(words: Words, key: str, label: str, options: Sequence[str], name: Callable[[str], str]) -> str:
    """The option chosen: the address's, else the first. An unknown one becomes the nearest there is, and is told.

    `key` is the address's; `name` says an option in the reader's words. Few options stand side by side.
    """
    asked = state.chosen(key)
    value = asked if asked in options else next(iter(get_close_matches(asked[:LONGEST], options, 1)), options[0])
    widget = state.seeded(key, value)
    taken = partial(state.keep, key)
    if len(options) <= FEW:
        chosen = st.segmented_control(label, options, required=True, key=widget, format_func=name, on_change=taken)
    else:
        chosen = st.selectbox(label, options, key=widget, format_func=name, on_change=taken)
    if asked and asked != value:
        show.notice([words("correction.choice", what=label, asked=asked[:LONGEST], shown=name(value))])
    return chosen if chosen is not None and chosen in options else value


def written(key: str, label: str, example: str) -> str:
    """A short text of the reader's, kept in the address; "" where there is none."""
    widget = state.seeded(key, state.chosen(key)[:LONGEST])
    taken = partial(state.keep, key)
    return (st.text_input(label, key=widget, placeholder=example, max_chars=LONGEST, on_change=taken) or "").strip()


def whole(words: Words, key: str, label: str, between: tuple[int, int], otherwise: int) -> int:
    """A whole number from the first to the last, on a slider; one that can't be is told and replaced."""
    asked, (low, high) = state.chosen(key)[:LONGEST], between
    fits = asked.isascii() and asked.isdecimal() and low <= int(asked) <= high
    value = int(asked) if fits else otherwise
    taken = partial(state.keep, key)
    chosen = st.slider(label, low, high, key=state.seeded(key, value), on_change=taken)
    if asked and not fits:
        show.notice([words("correction.choice", what=label, asked=asked, shown=words.number(value))])
    return int(chosen)
