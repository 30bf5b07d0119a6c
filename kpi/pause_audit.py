"""What pauses do to the share in time: judged with and without them, and whose complaints stand still longest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi.figure import Figure
from kpi.measure import Facts, Query, measure
from kpi.overview import Answer

SHARE, PAUSED = "answered_in_sla", "paused_time"
TEAM = "handler_team"
FEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """`with_pauses`: as if every pause moved the due date; `without`: as if none did. `teams`: longest paused first.

    The two shares stand on the complaints due in the period, and pauses move due dates: their n may differ.
    """

    with_pauses: Answer
    without: Answer
    paused: Answer
    teams: tuple[tuple[str, Answer], ...]


def pause_audit(facts: Facts, query: Query) -> Pauses:
    """The audit of the query's period and filters; teams of fewer than FEWEST complaints are left out."""
    with_pauses, without = (_share(facts, replace(query, pauses=way)) for way in ("with", "without"))
    asked = replace(query, metrics=(PAUSED,), by=(), period="all")
    (paused,) = measure(facts, asked)
    teams = measure(facts, replace(asked, by=(TEAM,)))
    named = [(str(one.by[0][1]), one) for one in teams if one.by[0][1] and one.value and one.n >= FEWEST]
    return Pauses(
        with_pauses=with_pauses,
        without=without,
        paused=Answer(figure=paused, query=asked),
        teams=tuple((name, _of_team(one, asked, name)) for name, one in sorted(named, key=_longest)),
    )


def _share(facts: Facts, query: Query) -> Answer:
    asked = replace(query, metrics=(SHARE,), by=(), period="all")
    (figure,) = measure(facts, asked)
    return Answer(figure=figure, query=asked, objective=facts.rules.objectives.get(SHARE))


def _of_team(figure: Figure, query: Query, name: str) -> Answer:
    return Answer(figure=figure, query=replace(query, where=(*query.where, (TEAM, (name,)))))


def _longest(named: tuple[str, Figure]) -> tuple[float, str]:
    return -(named[1].value or 0.0), named[0]
