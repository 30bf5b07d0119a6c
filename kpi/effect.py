"""Whether an action worked: the complaints it aimed at, after it and in the same months a year before.

Seasons cancel because the months are the same; growth cancels because the complaints aimed at are compared with all
others. An action is effective when the change is beyond chance and the monthly chart, with the limits from before
the action, shows a signal on the same side. Anything less is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from kpi import days
from kpi.figure import Figure, Where
from kpi.intervals import odds_ratio
from kpi.spc import Chart, Side, p_prime
from kpi.text import Text

if TYPE_CHECKING:
    from kpi.actions import Action
    from kpi.measure import Facts, Query

FEWEST_MONTHS = 3
MOST_MONTHS = 12
YEAR = 12
HISTORY = 36


class Effect(Enum):
    """What the figures say of an action."""

    EFFECTIVE = "effective"
    NOT_SHOWN = "not shown"
    WORSE = "worse"
    TOO_EARLY = "too early to judge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`change` is the ratio of the complaints aimed at to all others, after against before, with its interval.

    `query` opens on the complaints aimed at that came after the action.
    """

    effect: Effect
    sentence: Text
    months: int
    change: float | None = None
    low: float | None = None
    high: float | None = None
    before: Figure | None = None
    after: Figure | None = None
    chart: Chart | None = None
    query: Query | None = None


def judge(facts: Facts, action: Action, as_of: date) -> Judged:
    """Judge an action by whole months: at most a year of them after it, and the same ones a year before.

    The months that the action was under way, from its decision to its effect, belong to neither.
    """
    from kpi.measure import Query

    begun = action.effective_from
    if begun is None or action.done is None or action.done > as_of:
        return Judged(effect=Effect.TOO_EARLY, sentence=NOT_DONE, months=0)
    if action.dimension is None:
        return Judged(effect=Effect.TOO_EARLY, sentence=NO_TARGET, months=0)
    first = days.month_of(begun) + (begun.day > 1)
    last = min(days.month_of(as_of) - (as_of != days.last_day("month", days.month_of(as_of))), first + MOST_MONTHS - 1)
    months = last - first + 1
    if months < FEWEST_MONTHS:
        return Judged(effect=Effect.TOO_EARLY, sentence=_too_early(max(months, 0)), months=max(months, 0))
    back = YEAR * -(-(last - days.month_of(action.decided) + 1) // YEAR)
    after = Query(
        metrics=("volume",), as_of=as_of, start=days.first_day("month", first), end=days.last_day("month", last)
    )
    before = replace(after, start=days.first_day("month", first - back), end=days.last_day("month", last - back))
    return _compared(facts, action, before, after, months)


def _compared(facts: Facts, action: Action, before: Query, after: Query, months: int) -> Judged:
    aimed = ((str(action.dimension), (str(action.value),)),)
    (was, was_all), (now, now_all) = (
        [_only(facts, replace(query, where=where)) for where in (aimed, ())] for query in (before, after)
    )
    if not was.n and not now.n:
        return Judged(effect=Effect.TOO_EARLY, sentence=NOTHING_AIMED_AT, months=months)
    change, low, high = odds_ratio(now.n, now_all.n - now.n, was.n, was_all.n - was.n)
    chart = _chart(facts, aimed, after)
    sides = {point.side for point in chart.points[-months:]} if chart else set()
    better, worse = high < 1 and Side.LOW in sides, low > 1 and Side.HIGH in sides
    effect = Effect.EFFECTIVE if better else Effect.WORSE if worse else Effect.NOT_SHOWN
    return Judged(
        effect=effect, months=months, change=change, low=low, high=high, before=was, after=now, chart=chart,
        sentence=_sentence(effect, was.n, now.n, months), query=replace(after, where=aimed),
    )  # fmt: skip


def _chart(facts: Facts, aimed: Where, after: Query) -> Chart | None:
    """The monthly share of the complaints aimed at among all, up to the last month after the action."""
    from kpi.measure import measure

    first = days.first_day("month", days.month_of(after.end or after.as_of) - HISTORY + 1)
    every = replace(after, start=first, period="month")
    own = {figure.period: figure.n for figure in measure(facts, replace(every, where=aimed))}
    return p_prime([(f.period, own.get(f.period, 0), f.n) for f in measure(facts, every) if f.n])


def _sentence(effect: Effect, was: int, now: int, months: int) -> Text:
    told = _SENTENCES[effect]
    return Text(fr=told.fr.format(was=was, now=now, months=months), en=told.en.format(was=was, now=now, months=months))


def _only(facts: Facts, query: Query) -> Figure:
    from kpi.measure import measure

    return measure(facts, query)[0]


NOT_DONE = Text(fr="pas encore réalisée : rien à juger", en="not done yet: nothing to judge")
NO_TARGET = Text(
    fr="sans cible : aucune dimension où les réclamations devraient diminuer",
    en="without a target: no dimension in which complaints should become fewer",
)
NOTHING_AIMED_AT = Text(
    fr="aucune réclamation visée, ni avant ni après : vérifier la cible",
    en="no complaint aimed at, neither before nor after: check the target",
)


def _too_early(months: int) -> Text:
    return Text(
        fr=f"trop tôt : {months} mois entiers depuis l'action, il en faut {FEWEST_MONTHS}",
        en=f"too early: {months} whole months since the action, {FEWEST_MONTHS} are needed",
    )


_COUNTS = Text(
    fr="{now} réclamations sur {months} mois, contre {was} aux mêmes mois avant l'action",
    en="{now} complaints in {months} months, against {was} in the same months before the action",
)
_SENTENCES = {
    Effect.EFFECTIVE: Text(fr=f"efficace : {_COUNTS.fr}", en=f"effective: {_COUNTS.en}"),
    Effect.NOT_SHOWN: Text(fr=f"effet non démontré : {_COUNTS.fr}", en=f"effect not shown: {_COUNTS.en}"),
    Effect.WORSE: Text(fr=f"aggravation : {_COUNTS.fr}", en=f"worse: {_COUNTS.en}"),
}
