"""A page's form before there is any complaint: every figure it will give, as a dash. Shows; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from charts.words import Words
from ui import show, welcome
from ui.tiles import missing


def blank(words: Words, labels: Mapping[str, str]) -> None:
    """The three steps, and a tile for each label."""
    welcome.steps(words, "pages/donnees/10_sources.py")
    for column, (key, label) in zip(st.columns(len(labels)), labels.items(), strict=True):
        with column, show.card(f"blank-{key}"):
            show.tile(missing(words, f"blank-{key}", label, words("empty.title")))
