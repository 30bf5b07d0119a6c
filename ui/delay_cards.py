"""The cards of commitments and delays below the fold: each asks its study, and shows it with the way to its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import forest
from charts.control import control
from charts.curve import curve
from charts.distance import distance
from charts.ranking import ranking
from charts.stacked import height_of, stacked
from charts.waterfall import waterfall
from charts.words import Words
from kpi.bridge import bridge
from kpi.commitments import Commitment
from kpi.due_distance import due_distances
from kpi.measure import Query, measure
from kpi.overview import Answer
from kpi.pause_audit import Pauses, pause_audit
from kpi.reply_curve import reply_curve
from kpi.rules import rule_sets
from ui import choices, data, delays, engagements, opening, show, steering
from ui.frame import Open
from ui.show import Tile

HEIGHT, TALL = 330, 480


def blank(words: Words) -> None:
    """The page's tiles before there is any complaint."""
    for column, tile in zip(st.columns(engagements.WIDTHS), engagements.blank(words), strict=True):
        with column, show.card(tile.key):
            show.tile(tile)


def tiles(page: Open, widths: Sequence[float], shown: Sequence[tuple[Tile, Answer | None]]) -> None:
    """Tiles side by side, each with the way into its figure."""
    for column, (tile, answer) in zip(st.columns(widths), shown, strict=True):
        with column, show.card(tile.key):
            show.tile(tile)
            opening.footer(page, tile.key, answer)


def history(page: Open, ranked: Sequence[Commitment], names: Sequence[str]) -> None:
    """One group month by month, the worst unless another is chosen: a real change, or noise."""
    words = page.words
    with show.card("history"):
        place = st.container()
        if not ranked:
            show.heading(words("engagements.history_none"), words("chart.none"), show.Tone.NONE)
            return
        named = {one.value or "": (one, name) for one, name in zip(ranked, names, strict=True)}
        label = words("engagements.group")
        chosen = choices.one_of(words, "group", label, tuple(named), lambda value: named[value][1])
        one, name = named[chosen]
        title, finding, tone, drawn = engagements.history(words, one.answer, name)
        with place:
            show.heading(title, finding, tone)
        if drawn:
            alt = steering.alt(words, title, finding, drawn)
            height = min(max(forest.height_of(len(ranked)), HEIGHT), TALL)
            show.plot(control(drawn, words, show.SCREEN, height=height), "history", alt)
        opening.footer(page, "history", one.answer)


def distances(page: Open, shown: data.Snapshot, answer: Answer) -> None:
    """How far from their due dates replies are sent."""
    found = data.ask(shown, due_distances, answer.query)
    finding, tone = delays.distances(page.words, found)
    title = page.words("engagements.distance")
    with show.card("distance"):
        show.heading(title, finding, tone)
        if found.bars:
            drawn = distance(found, delays.parts(page.words, found), page.words, show.SCREEN, height=HEIGHT)
            show.plot(drawn, "distance", f"{title} : {finding}")
        opening.footer(page, "distance", answer)


def replies(page: Open, shown: data.Snapshot, answer: Answer) -> None:
    """Who has a reply after how many days."""
    found = data.ask(shown, reply_curve, answer.query)
    title = page.words("engagements.curve")
    with show.card("curve"):
        if not found.steps:
            show.heading(title, page.words("engagements.curve_none"), show.Tone.NONE)
            return
        finding, names, until = delays.replies(page.words, found)
        show.heading(title, finding, show.Tone.NEUTRAL)
        drawn = curve(found, names, page.words, show.SCREEN, until=until, height=HEIGHT)
        show.plot(drawn, "curve", f"{title} : {finding}")
        opening.footer(page, "curve", answer)


def leading(page: Open, shown: data.Snapshot, query: Query) -> None:
    """From the helpdesk's own figure to ours; beside it pauses, where the data give any."""
    paused = data.ask(shown, pause_audit, query)
    left, right = st.columns(2) if paused.teams else (st.container(), st.container())
    with left:
        _bridge(page, shown, query)
    with right:
        _pauses(page, paused)


def _bridge(page: Open, shown: data.Snapshot, query: Query) -> None:
    words, title = page.words, page.words("engagements.bridge")
    with show.card("bridge"):
        place = st.container()
        way, own = _helpdesk(words)
        found = data.ask(shown, bridge, query, delays.STARTS[way], own)
        finding, levels = delays.bridged(words, found)
        with place:
            show.heading(title, finding, show.Tone.NEUTRAL if levels else show.Tone.NONE)
        if levels:
            show.plot(waterfall(levels, show.SCREEN, height=HEIGHT), "bridge", words.said(found.sentence))
            show.notice(delays.steps(words, found))
        opening.several(page, "bridge", delays.bridge_answers(words, found))


def _helpdesk(words: Words) -> tuple[str, tuple[int, int] | None]:
    """How the helpdesk counts, and what it prints; None where nobody said."""
    left, right = st.columns([1.4, 1])
    with left:
        label = words("engagements.bridge_start")
        way = choices.one_of(
            words, "bridge", label, tuple(delays.STARTS), lambda name: words(f"engagements.bridge_way.{name}")
        )
    with right:
        text = choices.written("own", words("engagements.own"), words("engagements.own_example"))
    own = delays.tally(text)
    if text and own is None:
        show.notice([words("engagements.own_refused", text=text)])
    return way, own


def _pauses(page: Open, found: Pauses) -> None:
    finding, bars = delays.paused(page.words, found)
    title = page.words("engagements.pauses")
    with show.card("pauses"):
        show.heading(title, finding, show.Tone.NEUTRAL if bars else show.Tone.NONE)
        if bars:
            show.plot(ranking(bars, show.SCREEN, height=TALL), "pauses", f"{title} : {finding}")
        opening.several(page, "pauses", delays.pause_answers(page.words, found) if bars else [])


def sets(page: Open, shown: data.Snapshot, query: Query) -> None:
    """The same complaints under several rule sets."""
    complaints = shown.published.meta["complaints"]
    names = delays.sets_beside(page.view.rules, rule_sets(), complaints)
    if query.start is None or query.end is None:
        return
    found = data.several_of(shown, names, page.as_of, page.view.where, query.start, query.end)
    finding, stacks = delays.judged(page.words, found)
    title = page.words("engagements.sets")
    with show.card("sets"):
        show.heading(title, finding, show.Tone.NEUTRAL if stacks else show.Tone.NONE)
        if stacks:
            drawn = stacked(stacks, show.SCREEN, height=max(height_of(len(stacks)), HEIGHT))
            show.plot(drawn, "sets", f"{title} : {finding}")
        if len(names) == 1:
            show.notice([page.words("engagements.sets_own")])
        _openings(page, shown, query, tuple(one.name for one in found.sets if not one.reason))


def _openings(page: Open, shown: data.Snapshot, query: Query, names: tuple[str, ...]) -> None:
    """The way to what each set judges, under that set."""
    asked = replace(query, metrics=(delays.JUDGED,))
    for column, name in zip(st.columns(len(names)) if names else (), names, strict=True):
        beside = data.under(shown, name)
        answer = delays.judged_by(data.ask(beside, measure, asked), asked)
        with column:
            show.notice([page.words.said(beside.published.rules.title)])
            opening.footer(replace(page, data=beside), f"set-{name}", answer)
