"""Motifs: what is complained of most, what is most serious, where and from whom. For the committee."""

from __future__ import annotations

import streamlit as st

from charts.matrix import matrix
from charts.pareto import pareto
from kpi.committee import SCALES, committee
from ui import choices, data, frame, motif_cards, motifs, opening, show
from ui.blank import blank

HEIGHT = 430
page = frame.open_page("motifs")
words, tone = page.words, show.Tone.NEUTRAL
if page.data is None:
    blank(words, {name: words(f"motifs.{name}") for name in motifs.FORM})
    st.stop()

first = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
    span = choices.one_of(words, "span", words("motifs.span"), tuple(motifs.MONTHS), lambda n: words(f"motifs.{n}"))
    scale = choices.one_of(words, "scale", words("motifs.scale"), tuple(SCALES), lambda name: name.replace("-", " · "))
found = data.ask(page.data, committee, page.as_of, page.view.where, "motive", motifs.MONTHS[span], scale)
with first:
    show.banner(*motifs.headline(words, found))

*columns, last = st.columns([1, 1, 1.05])
for column, name in zip(columns, motifs.RANKINGS, strict=True):
    with column, show.card(name):
        title, finding, rows = motifs.ranking(words, found, name)
        show.heading(title, finding, tone)
        if rows:
            show.plot(pareto(rows, show.SCREEN, height=HEIGHT), name, f"{title}, {finding}")
        opening.several(page, name, motifs.opened(words, found, name))
with last, show.card("map"):
    title, finding, dots = motifs.dots(words, found)
    show.heading(title, finding, tone)
    if dots:
        show.plot(matrix(dots, found.even, found.mean_weight, words, show.SCREEN, height=HEIGHT), "map", finding)
    show.notice([motifs.weighed(words, found)])
show.notice([motifs.legend(words, found)])

motif_cards.below(page, page.data, found.query)
