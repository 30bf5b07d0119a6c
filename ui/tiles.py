"""Tiles that several pages build alike: a share, a count, and the dash of a figure that can't be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charts.words import Words
from kpi.figure import Figure
from kpi.measure import Query
from kpi.overview import Answer
from kpi.ruleset import RuleSet
from ui.show import Tile, Tone, Value
from ui.steering import TONES, sentence_case


def answers(figures: Sequence[Figure], query: Query, rules: RuleSet) -> dict[str, Answer]:
    """Each figure by its metric, with the question that opens on its lines and the objective of the rules."""
    return {
        one.metric: Answer(
            figure=one, query=replace(query, metrics=(one.metric,)), objective=rules.objectives.get(one.metric)
        )
        for one in figures
    }


def missing(words: Words, key: str, label: str, reason: str) -> Tile:
    """A dash, and why."""
    return Tile(
        key=key,
        label=label,
        values=(Value(text=words.figure(None, "")),),
        tone=Tone.NONE,
        word=words("pilotage.missing"),
        notes=(sentence_case(reason),),
    )


def reason(words: Words, answer: Answer) -> str:
    """Why there is no figure."""
    return words.said(answer.figure.reason) if answer.figure.reason else ""


def share(words: Words, key: str, label: str, answer: Answer, *notes: str) -> Tile:
    """A share with its interval and n, against its objective where the rules set one."""
    figure = answer.figure
    if figure.value is None:
        return missing(words, key, label, reason(words, answer))
    goal = words.share(answer.objective or 0, 0)
    return Tile(
        key=key,
        label=label,
        values=(Value(text=words.share(figure.value)),),
        tone=TONES[answer.standing],
        word="" if answer.objective is None else words(f"pilotage.sla_{answer.standing.value}", target=goal),
        notes=(spread(words, figure), *notes),
    )


def spread(words: Words, figure: Figure) -> str:
    """The interval and n of a share; n alone where it has no interval."""
    n = words.number(figure.n)
    if figure.low is None:
        return f"n = {n}"
    interval = words.interval(figure.low, figure.high, figure.unit)
    return words("pilotage.sla_interval", interval=sentence_case(interval), n=n)


def count(words: Words, key: str, label: str, answer: Answer, tone: Tone, word: str, *notes: str) -> Tile:
    """How many."""
    if answer.figure.value is None:
        return missing(words, key, label, reason(words, answer))
    return Tile(
        key=key,
        label=label,
        values=(Value(text=words.number(answer.figure.value)),),
        tone=tone,
        word=word,
        notes=notes,
    )
