"""The cards of stock and flow: each asks its study, and shows it with the way to its lines."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from charts.flow import flow
from charts.forecast import forecast
from charts.ranking import ranking
from charts.stacked import stacked
from charts.words import NO_VALUE, Words
from kpi.ageing import ageing
from kpi.falling_due import falling_due
from kpi.flows import Moved, flows
from kpi.overdue_list import Late, Overdue
from kpi.overview import Answer
from kpi.signals import Signal
from ui import choices, complaint, data, opening, show, stock
from ui.frame import Open

HEIGHT, LIST = 400, 520


def blank(words: Words) -> None:
    """The page's tiles before there is any complaint."""
    for column, tile in zip(st.columns(stock.WIDTHS), stock.blank(words), strict=True):
        with column, show.card(tile.key):
            show.tile(tile)


def ages(page: Open, shown: data.Snapshot) -> None:
    """How old the stock is, and how much of it is late."""
    found = data.ask(shown, ageing, page.as_of, page.view.where)
    finding, stacks = stock.ages(page.words, found)
    title = page.words("stock.ages")
    with show.card("ages"):
        show.heading(title, finding, show.Tone.NONE if not stacks else show.Tone.NEUTRAL)
        if stacks:
            show.plot(stacked(stacks, show.SCREEN, height=HEIGHT), "ages", f"{title} : {finding}")
        named = [(stock.age_name(page.words, band), band.open) for band in found if band.open.figure.n]
        opening.several(page, "ages", named)


def moves(page: Open, shown: data.Snapshot) -> tuple[Sequence[Moved], Sequence[Signal]]:
    """In, out and the stock, by month or by week as the reader chose; what was found is given back."""
    words, title = page.words, page.words("stock.moves")
    with show.card("moves"):
        place = st.container()
        label = words("stock.period")
        period = choices.one_of(words, "period", label, stock.PERIODS, lambda name: words(f"stock.period_name.{name}"))
        asked = stock.moving(page.as_of, period, page.view.where)
        moved, trend = data.ask(shown, flows, asked), data.series_of(shown, asked)
        finding, tone = stock.trend(words, trend)
        with place:
            show.heading(title, finding, tone if moved else show.Tone.NONE)
        if moved:
            drawn = flow(moved, stock.sides(words), words, show.SCREEN, height=HEIGHT)
            show.plot(drawn, "moves", f"{title} : {finding}")
        named = [(stock.period_of(words, one), one.balance) for one in reversed(moved) if one.balance.figure.n]
        opening.several(page, "moves", named)
    return moved, trend


def ahead(page: Open, shown: data.Snapshot, answer: Answer) -> None:
    """When what is open falls due."""
    words, title = page.words, page.words("stock.forecast")
    with show.card("ahead"):
        if answer.figure.value is None:
            why = words.said(answer.figure.reason) if answer.figure.reason else ""
            show.heading(title, words("stock.no_due", reason=why), show.Tone.NONE)
            return
        found = data.ask(shown, falling_due, page.as_of, page.view.where)
        finding, tone, names = stock.ahead(words, found, page.as_of)
        show.heading(title, finding, tone)
        if found.days[-1].overdue:
            drawn = forecast(found, names, words, show.SCREEN, height=HEIGHT)
            show.plot(drawn, "ahead", f"{title} : {finding}")
        opening.footer(page, "ahead", answer)


def late(page: Open, shown: data.Snapshot, found: Overdue) -> None:
    """The overdue, the longest late first; beside them the one that was picked, and their teams."""
    left, right = st.columns([1.7, 1])
    with left, show.card("late"):
        show.heading(page.words("stock.list"), stock.cut(page.words, found), show.Tone.NEUTRAL)
        place = _table(page.words, stock.listed(page.words, found)) if found.rows else 0
        opening.footer(page, "late", found.answer)
    with right:
        if found.rows:
            _one(page, shown, found, found.rows[place])


def _table(words: Words, table: pa.Table) -> int:
    """The list; the place of the row that was picked, the first until then."""
    columns = {
        name: st.column_config.DateColumn(words(f"column.{name}"), format="DD/MM/YYYY")
        if name in ("due", "received_at")
        else st.column_config.NumberColumn(words("stock.days_late"), format="%d")
        if name == "late"
        else st.column_config.TextColumn(words(f"column.{name}"))
        for name in table.column_names
    }
    picked = st.dataframe(
        table, column_config=columns, hide_index=True, height=LIST, placeholder=NO_VALUE, key="vg-late",
        on_select="rerun", selection_mode="single-row", alt=words("stock.list"),
    ).selection.rows  # fmt: skip
    return picked[0] if picked and picked[0] < table.num_rows else 0


def _one(page: Open, shown: data.Snapshot, found: Overdue, row: Late) -> None:
    """One complaint's days against those promised."""
    words = page.words
    record = complaint.record(shown, found.answer.query, row.complaint_id, row.source)
    with show.card("one"):
        show.heading(words("complaint.title", id=row.complaint_id), words("complaint.pick"), show.Tone.NEUTRAL)
        show.events(words, complaint.events(words, record, page.as_of, shown.supplies))
        show.facts(complaint.about(words, record))


def teams(page: Open, found: Overdue) -> None:
    """Who has the most overdue."""
    words, bars = page.words, stock.teams(page.words, found)
    title = words("stock.teams")
    if not bars or (len(bars) == 1 and found.teams[0][0] is None):
        return
    with show.card("teams"):
        finding = words(
            "stock.teams_finding", name=bars[0].name, n=bars[0].text, all=words.number(found.answer.figure.n)
        )
        show.heading(title, finding, show.Tone.NEUTRAL)
        show.plot(ranking(bars, show.SCREEN, height=60 * len(bars)), "teams", f"{title} : {finding}")
        opening.several(page, "teams", stock.team_answers(words, found))
