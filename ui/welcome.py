"""What a page shows before there is any data: three steps, and where each is done."""

from __future__ import annotations

import streamlit as st

from charts.words import Words
from ui import intake, show

STEPS = ("one", "two", "three")


def steps(words: Words, link: str | None) -> None:
    """The three steps; `link` is the page where the first is done, unless this is that page."""
    show.banner(words("empty.title"), words("empty.text"), show.Tone.NEUTRAL)
    for place, (column, step) in enumerate(zip(st.columns(len(STEPS)), STEPS, strict=True), 1):
        with column, show.card(f"step-{step}"):
            show.step(place, words(f"empty.{step}_title"), words(f"empty.{step}_text"))
    if link:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(link, label=words("empty.go"), icon=":material/upload_file:")
            intake.demonstration(words)
