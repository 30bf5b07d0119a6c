"""Simulator: with another promise, what would the last year have been, and which complaints would change side."""

from __future__ import annotations

import streamlit as st

from kpi.overview import last_month_with_complaints
from ui import data, frame, show, simulateur, simulateur_cards, welcome

page = frame.open_page("simulateur")
words = page.words
if page.data is None:
    welcome.steps(words, "pages/donnees/10_sources.py")
    simulateur_cards.tiles(simulateur.blank(words))
    st.stop()

rules = page.data.published.rules
promises = simulateur.promising(rules)
if not promises:
    show.banner(words("simulateur.no_promise"), words("simulateur.no_promise_note"), show.Tone.NEUTRAL)
    simulateur_cards.tiles(simulateur.blank(words))
    st.stop()

top = st.container()
left, right = st.columns([1, 3.2])
with left, show.card("choices"):
    show.heading(words("simulateur.choices"), words("simulateur.choices_note"), show.Tone.NEUTRAL)
    change, rule = simulateur.choose(words, rules, promises)

_, last = data.ask(page.data, last_month_with_complaints, page.as_of, page.view.where)
first, last = simulateur.year(last)
found = data.ask(page.data, simulateur.simulate, change, page.as_of, first, last, page.view.where)
with top:
    show.banner(*simulateur.headline(words, found, change, rule))
with right:
    simulateur_cards.tiles(simulateur.tiles(words, found))
    simulateur_cards.channels(words, found)
period = words("simulateur.period", first=words.month(f"{first:%Y-%m}"), last=words.month(f"{last:%Y-%m}"))
show.section(words("simulateur.list_section"), period)
simulateur_cards.complaints(words, found)
