"""Actions: did what was decided work, what is late, and why complaints happen and escape control."""

from __future__ import annotations

import streamlit as st

from charts.causes import causes as grid_of
from charts.control import control
from kpi.action_log import action_log
from kpi.causes import causes
from kpi.committee import whole_months
from kpi.measure import Query
from ui import actions, data, frame, opening, show
from ui.blank import blank

MONTHS, HEIGHT = 12, 260
page = frame.open_page("actions")
words = page.words
if page.data is None:
    blank(words, actions.form(words))
    st.stop()

log = data.ask(page.data, action_log, page.as_of)
show.banner(*actions.headline(words, log))

query = data.ask(page.data, whole_months, page.as_of, page.view.where, MONTHS)
acted = Query(metrics=actions.OF_ACTIONS, as_of=page.as_of)
figures = data.ask(page.data, actions.measured, query, acted)
for column, (tile, answer) in zip(st.columns(7), actions.tiles(words, log, figures, query, acted), strict=True):
    with column, show.card(tile.key):
        show.tile(tile)
        opening.footer(page, tile.key, answer)

for pair in actions.paired(log):
    for column, one in zip(st.columns(2), pair, strict=False):
        with column, show.card(f"action-{one.action.reference}"):
            title, finding, tone = actions.card(words, one)
            show.heading(title, finding, tone)
            if drawn := actions.series(one):
                plot = control(drawn, words, show.SCREEN, height=HEIGHT)
                show.plot(plot, one.action.reference, f"{title}, {finding}")
            show.notice(actions.notes(words, one))
            opening.footer(page, f"action-{one.action.reference}", actions.after(one))

with show.card("causes"):
    found = data.ask(page.data, causes, query)
    title, finding, grid = actions.grid(words, found)
    show.heading(title, finding, show.Tone.NEUTRAL)
    if grid:
        show.plot(grid_of(grid, show.SCREEN, height=actions.height(grid)), "causes", f"{title}, {finding}")
    opening.several(page, "causes", actions.pairs(found))
