"""Pilotage: is the promise kept, what is late now, and is a change real. Read in one look, without scrolling."""

from __future__ import annotations

import streamlit as st

from charts.control import control
from charts.ranking import ranking
from ui import data, frame, opening, show, steering, welcome

HEIGHT = 400
page = frame.open_page("pilotage")
if page.data is None:
    welcome.steps(page.words, "pages/donnees/10_sources.py")
    for column, tile in zip(st.columns(len(steering.TILES)), steering.blank_tiles(page.words), strict=True):
        with column, show.card(tile.key):
            show.tile(tile)
    st.stop()

found = data.overview_of(page.data, page.as_of, page.view.where)
supplies = page.data.supplies
show.banner(*steering.headline(page.words, found))

tiles = steering.tiles(page.words, found, supplies)
for column, (tile, answer) in zip(st.columns(steering.WIDTHS), tiles, strict=True):
    with column, show.card(tile.key):
        show.tile(tile)
        opening.footer(page, tile.key, answer)

*columns, last = st.columns([1, 1, 1, 0.9])
for column, name in zip(columns, steering.CHARTS, strict=True):
    title, finding, tone, drawn = steering.series(page.words, found, name)
    with column, show.card(f"chart-{name}"):
        show.heading(title, finding, tone)
        if drawn:
            alt = steering.alt(page.words, title, finding, drawn)
            show.plot(control(drawn, page.words, show.SCREEN, height=HEIGHT), name, alt)
        opening.footer(page, f"chart-{name}", found.answer(name))

title, finding, bars = steering.motives(page.words, found)
with last, show.card("motives"):
    show.heading(title, finding, show.Tone.NEUTRAL)
    if bars:
        show.plot(ranking(bars, show.SCREEN, height=HEIGHT), "motives", f"{title} : {finding}")
    opening.several(page, "motives", steering.named(page.words, found))

show.notice(steering.remarks(page.words, found, supplies))
