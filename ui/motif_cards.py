"""The cards below a committee's rankings: where, from whom, by which process, on which days, by which definition."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts.days import days
from charts.regions import regions
from kpi.definitions import compare_definitions
from kpi.funnel import funnel
from kpi.measure import Query
from kpi.pareto import pareto
from kpi.receptions import receptions
from ui import choices, data, motifs, opening, show
from ui.bars import bars, unheaded
from ui.frame import Open

TALL, LOW = 560, 220


def below(page: Open, shown: data.Snapshot, query: Query) -> None:
    """Every card below the rankings; the splits that the data give, if any, beside the others."""
    names = [name for name in motifs.SPLITS if name in shown.supplies]
    left, right = st.columns([1.2, 1]) if names else (st.container(), st.container())
    if names:
        with left, show.card("split"):
            split(page, shown, query, names)
    with right, show.card("origin"):
        origin(page, shown, query)
    with right, show.card("definitions"):
        definitions(page, shown, query)
    with show.card("calendar"):
        calendar(page, shown, query)


def split(page: Open, shown: data.Snapshot, query: Query, names: list[str]) -> None:
    """By a dimension that the reader chooses; regions of France on their map."""
    words = page.words
    by = choices.one_of(words, "by", words("motifs.split"), names, lambda name: words(f"motifs.by.{name}"))
    parts = data.ask(shown, pareto, query, by)
    rates = data.ask(shown, funnel, replace(query, by=(by,)), motifs.RATE)
    title, finding, drawn, areas = motifs.split(words, parts, rates)
    show.heading(title, finding, show.Tone.NEUTRAL)
    left, right = st.columns([1.25, 1]) if areas else (None, st.container())
    if left:
        with left:
            show.plot(regions(areas, show.SCREEN, height=TALL), "france", f"{title}, {finding}")
    with right:
        unheaded(drawn, "split", title)
    show.notice(motifs.aside(words, parts, rates, areas))
    opening.several(page, "split", motifs.places(words, parts))


def origin(page: Open, shown: data.Snapshot, query: Query) -> None:
    """By the process that the complaints come from, whoever received them."""
    parts = data.ask(shown, pareto, query, "responsible_process")
    bars(*motifs.origin(page.words, parts), "origin")
    opening.several(page, "origin", motifs.places(page.words, parts))


def definitions(page: Open, shown: data.Snapshot, query: Query) -> None:
    """The same complaints under every definition of one."""
    title, finding, drawn, doubts = motifs.definitions(page.words, data.ask(shown, compare_definitions, query))
    bars(title, finding, drawn, "definitions")
    show.notice(doubts)


def calendar(page: Open, shown: data.Snapshot, query: Query) -> None:
    """A year of receptions, day by day."""
    year = data.ask(shown, receptions, replace(query, start=None))
    title, finding = motifs.by_day(page.words, year)
    show.heading(title, finding, show.Tone.NEUTRAL)
    if year.days:
        show.plot(days(year, page.words, show.SCREEN, height=LOW), "calendar", f"{title}, {finding}")
    opening.footer(page, "calendar", motifs.received(year))
