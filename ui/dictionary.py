"""The dictionary in words: metrics, rule sets, calendars and definitions as cards. Says what kpi says, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

import pyarrow as pa
import streamlit as st

from charts.words import Words
from kpi.catalog import metric as metric_of
from kpi.definitions import DEFINITIONS
from kpi.dictionary import told
from kpi.lookup import days_off
from kpi.measure import Facts, Query, measure
from kpi.metric import Metric
from kpi.overview import Answer
from kpi.reading import READING
from kpi.rules import load_rules
from kpi.rules_page import table
from kpi.rules_page import told as told_of_rules
from kpi.ruleset import RuleSet
from kpi.wording import day as dated
from ui import show, state
from ui.motifs import period
from ui.tiles import spread

PARTS = ("figures", "rules", "definitions", "reading")
ACROSS, FEW = 3, 6
One = TypeVar("One")


def headline(words: Words, found: Sequence[Metric], count: int, asked: str, rules: RuleSet) -> tuple[str, str]:
    """How many are defined or found, and by which rules they are judged here."""
    by = words("dictionnaire.by", rules=words.said(rules.title), version=rules.version, digest=rules.digest)
    if not asked:
        return words("dictionnaire.count", n=words.number(count)), by
    return words.plural("dictionnaire.found", len(found), asked=asked), by


def search(words: Words) -> str:
    """What is looked for; the address holds it, so a link reopens it."""
    name = state.seeded("q", state.chosen("q"))
    label, hint = words("dictionnaire.search"), words("dictionnaire.hint")
    return str(st.text_input(label, key=name, placeholder=hint, on_change=partial(state.keep, "q"), max_chars=60) or "")


def rows(found: Sequence[One]) -> list[tuple[One, ...]]:
    """So many cards a row."""
    return list(_rows(found))


def _rows(found: Sequence[One]) -> Iterator[tuple[One, ...]]:
    rest = iter(found)
    while part := tuple(islice(rest, ACROSS)):
        yield part


def card(words: Words, metric: Metric) -> tuple[str, str, list[str]]:
    """A metric's number and title, its definition, and everything else that is fixed about it."""
    colon = words("dictionnaire.colon")
    notes = [f"{_plain(name)}{colon}{_plain(text)}" for name, text in told(metric, words.lang).items()]
    return f"{metric.id} · {words.said(metric.title)}", words.said(metric.definition), notes


def _plain(text: str) -> str:
    return text.replace("`", "").replace("**", "")


def answers(facts: Facts, query: Query, names: tuple[str, ...]) -> dict[str, Answer]:
    """The figures of some metrics for the query's months, with the questions that open on their lines."""
    asked = Query(metrics=names, as_of=query.as_of, start=query.start, end=query.end, where=query.where)
    return {one.metric: Answer(figure=one, query=asked) for one in measure(facts, asked)}


def current(words: Words, answer: Answer) -> str:
    """A metric's figure of the month, with its interval and n; or why there is none."""
    figure, when = answer.figure, period(words, answer.query)
    if figure.value is None:
        reason = words.said(figure.reason) if figure.reason else ""
        return words("dictionnaire.no_value", period=when, reason=reason)
    return words(
        "dictionnaire.value", period=when, value=words.figure(figure.value, figure.unit), spread=spread(words, figure)
    )


def opens(answer: Answer) -> Answer | None:
    """What opens on the lines of a figure; actions are no complaints, so theirs have none."""
    return None if metric_of(answer.figure.metric).cohort == "actions" else answer


def rule_card(words: Words, rules: RuleSet) -> tuple[str, str, list[str]]:
    """A rule set's title, its note, and its source, version, definition, calendar and objectives."""
    colon = words("dictionnaire.colon")
    notes = [f"{name}{colon}{_plain(text)}" for name, text in told_of_rules(rules, words.lang).items()]
    return words.said(rules.title), words.said(rules.note) if rules.note else "", notes


def rule_table(words: Words, rules: RuleSet) -> pa.Table:
    """Each promise of a set, with the dates between which it holds."""
    head, lines = table(rules, words.lang)
    return pa.table({name: [_plain(line[place]) for line in lines] for place, name in enumerate(head)})


def calendars(words: Words, rules: RuleSet, year: int) -> list[tuple[str, str]]:
    """Each calendar of a set, and the days that it leaves out in a year."""
    return [
        (
            words("dictionnaire.calendar", name=one.id, year=year),
            ", ".join(f"{words.weekday(off)} {dated(off)(words.lang)}" for off in days_off(one, year)),
        )
        for one in rules.calendars()
    ]


def definitions(words: Words) -> list[tuple[str, str, list[str]]]:
    """What counts as a complaint, by whom."""
    return [
        (
            words.said(one.title),
            words.said(one.source),
            [words("dictionnaire.defined", name=one.name, version=one.version)],
        )
        for one in DEFINITIONS.values()
    ]


def reading(words: Words) -> list[tuple[str, str, list[str]]]:
    """How to read a figure: each rule's name, and the rule."""
    texts = [words.said(one).removeprefix("**").split("**", 1) for one in READING]
    return [(name.rstrip(". "), text.strip(), []) for name, text in texts]


def rule_sets(names: Sequence[str]) -> list[RuleSet]:
    """Every rule set that can be chosen."""
    return [load_rules(name) for name in names]


def cards(found: Sequence[tuple[str, str, list[str]]], key: str) -> None:
    """Cards of text, so many a row."""
    for across, part in enumerate(rows(found)):
        for place, (column, (name, text, notes)) in enumerate(zip(st.columns(ACROSS), part, strict=False)):
            with column, show.card(f"{key}-{across}-{place}"):
                show.definition(name, text, *notes)
