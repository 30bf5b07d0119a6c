"""Comparer: who really differs, from each other and from before; who fell silent; what isn't registered yet."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts.funnel import funnel as plot
from kpi.committee import whole_months
from kpi.comparison import compare
from kpi.funnel import funnel
from kpi.late_registration import completeness
from kpi.silence import silences
from ui import choices, comparer, data, frame, motifs, opening, show
from ui.blank import blank

page = frame.open_page("comparer")
words = page.words
if page.data is None:
    blank(words, comparer.form(words))
    st.stop()

first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
    what = choices.one_of(words, "metric", words("comparer.what"), comparer.METRICS, lambda n: comparer.title(words, n))
    groups = comparer.groups_of(page.data.supplies)
    by = choices.one_of(words, "by", words("comparer.by"), groups, lambda n: words(f"canonical.{n}"))
    span = choices.one_of(words, "span", words("motifs.span"), tuple(motifs.MONTHS), lambda n: words(f"motifs.{n}"))
query = data.ask(page.data, whole_months, page.as_of, page.view.where, motifs.MONTHS[span])
found = data.ask(page.data, funnel, replace(query, by=(by,)), what)
with first:
    show.banner(*comparer.headline(words, found, by))

pairs = {key: data.ask(page.data, compare, query, what, way) for key, way in comparer.WAYS.items()}
yearly = data.ask(page.data, compare, query, "complaint_rate", comparer.WAYS["year"])
for column, (tile, answer) in zip(st.columns(4), comparer.tiles(words, pairs, yearly), strict=True):
    with column, show.card(tile.key):
        show.tile(tile)
        opening.footer(page, tile.key, answer)

left, right = st.columns([1.7, 1])
with left, show.card("funnel"):
    show.heading(comparer.title(words, what), words.said(found.sentence), show.Tone.NEUTRAL)
    if drawn := comparer.drawn(words, found):
        show.plot(plot(drawn, words, show.SCREEN, height=470), "funnel", words.said(found.sentence))
    opening.several(page, "funnel", comparer.answers(words, found))
notes = {
    "silence": comparer.silent(words, data.ask(page.data, silences, replace(query, start=None, by=(by,)))),
    "late": comparer.late(words, data.ask(page.data, completeness, replace(query, start=None, end=None))),
    "small": comparer.small(words, found),
}
for key, (finding, lines, tone) in notes.items():
    with right, show.card(key):
        show.heading(words(f"comparer.card.{key}"), finding, tone)
        show.notice(lines)
with show.card("all"):
    show.section(words("comparer.card.all"), words("comparer.all_note"))
    st.dataframe(comparer.table(words, found), hide_index=True)
