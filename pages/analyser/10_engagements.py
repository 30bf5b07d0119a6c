"""Commitments: which one is kept worst, whether that is a real change, and how replies stand to their due dates."""

from __future__ import annotations

import streamlit as st

from charts.forest import forest
from kpi.commitments import commitments
from kpi.measure import measure
from kpi.overview import last_month_with_complaints
from ui import data, delay_cards, engagements, frame, opening, show, tiles, welcome

page = frame.open_page("engagements")
words = page.words
if page.data is None:
    welcome.steps(words, "pages/donnees/10_sources.py")
    delay_cards.blank(words)
    st.stop()

rules, supplies = page.data.published.rules, page.data.supplies
dates = data.ask(page.data, last_month_with_complaints, page.as_of, page.view.where)
month = f"{dates[0]:%Y-%m}"
query = engagements.monthly(page.as_of, dates, page.view.where)
found = tiles.answers(data.ask(page.data, measure, query), query, rules)

top = st.container()
delay_cards.tiles(page, engagements.WIDTHS, engagements.tiles(words, found, month))

left, right = st.columns(2)
with left, show.card("groups"):
    place = st.container()
    split = engagements.split(words, supplies, rules)
    asked = engagements.by(split, page.as_of, dates[1], page.view.where)
    ranked = commitments(data.series_of(page.data, asked), month, asked)
    names = [engagements.named(words, split, one.value, rules) for one in ranked]
    title, finding, tone = engagements.ranking(words, ranked, split)
    with place:
        show.heading(title, finding, tone)
    if ranked:
        drawn = forest(engagements.rows(words, ranked, names), words, show.SCREEN, target=ranked[0].answer.objective)
        show.plot(drawn, "groups", f"{title} : {finding}")
    show.notice(engagements.beyond(words, ranked))
    opening.several(page, "groups", engagements.openings(ranked, names))
with top:
    show.banner(*engagements.headline(words, ranked, names, found["answered_in_sla"], month))
with right:
    delay_cards.history(page, ranked, names)

show.section(words("engagements.below", month=words.month(month)), words("engagements.below_note"))
left, right = st.columns(2)
with left:
    delay_cards.distances(page, page.data, found["answered_in_sla"])
with right:
    delay_cards.replies(page, page.data, found["reply_delay_median"])
delay_cards.leading(page, page.data, query)
delay_cards.sets(page, page.data, query)
