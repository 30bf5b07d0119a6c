"""Stock and flow: what waits, since when, what will be late next, and who must act first."""

from __future__ import annotations

import streamlit as st

from kpi.measure import measure
from kpi.overdue_list import overdue_list
from kpi.overview import last_month_with_complaints
from ui import data, delay_cards, frame, show, stock, stock_cards, tiles, welcome

page = frame.open_page("stock")
words = page.words
if page.data is None:
    welcome.steps(words, "pages/donnees/10_sources.py")
    stock_cards.blank(words)
    st.stop()

rules, where = page.data.published.rules, page.view.where
dates = data.ask(page.data, last_month_with_complaints, page.as_of, where)
query, monthly = stock.now(page.as_of, where), stock.month(page.as_of, dates, where)
found = tiles.answers(data.ask(page.data, measure, query), query, rules)
routed = tiles.answers(data.ask(page.data, measure, monthly), monthly, rules)
late = data.ask(page.data, overdue_list, page.as_of, where)

top = st.container()
ages, moves, ahead = st.columns([1, 1.35, 1.1])
with ages:
    stock_cards.ages(page, page.data)
with moves:
    moved, trend = stock_cards.moves(page, page.data)
with ahead:
    stock_cards.ahead(page, page.data, found["overdue_in_5"])
with top:
    show.banner(*stock.headline(words, found, late, trend))
    shown = stock.tiles(words, found, late, moved, routed["misrouted"], trend, page.as_of)
    delay_cards.tiles(page, stock.WIDTHS, shown)

show.section(words("stock.first"), words("stock.first_note"))
stock_cards.late(page, page.data, late)
stock_cards.teams(page, late)
