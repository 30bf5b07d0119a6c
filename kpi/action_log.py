"""Every corrective action as it stands on a day: in time or not, and whether it worked. Judges nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpi import days
from kpi.actions import Action, Timing, due_between
from kpi.effect import HISTORY, Effect, Judged, judge
from kpi.measure import Facts, measure
from kpi.spc import Chart, History, Rebase, p_prime

ORDER = (Effect.WORSE, Effect.EFFECTIVE, Effect.NOT_SHOWN, Effect.TOO_EARLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An action, where it stands against its due day, and what the figures say of its effect.

    `chart` is the monthly share of the complaints aimed at among all, with limits of its own before and after.
    """

    action: Action
    timing: Timing
    judged: Judged
    chart: Chart | None = None


def action_log(facts: Facts, as_of: date) -> tuple[Followed, ...]:
    """Those decided by the end of a day: worse ones first, then effective, not shown, too early; each by due day."""
    known = due_between(facts.actions, as_of, None, None)
    found = [_followed(facts, one, as_of) for one in known]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.judged.effect)))


def _followed(facts: Facts, action: Action, as_of: date) -> Followed:
    judged = judge(facts, action, as_of)
    return Followed(action=action, timing=action.timing(as_of), judged=judged, chart=_split(facts, action, judged))


def _split(facts: Facts, action: Action, judged: Judged) -> Chart | None:
    """Before and after: the months from the first whole one after the action have limits of their own."""
    if judged.query is None or judged.query.start is None:
        return None
    start = days.month_of(judged.query.start)
    first = days.first_day("month", days.month_of(judged.query.end or judged.query.as_of) - HISTORY + 1)
    every = replace(judged.query, start=first, period="month", where=())
    own = {figure.period: figure.n for figure in measure(facts, replace(every, where=judged.query.where))}
    rebase = Rebase(period=days.label("month", start), reason=action.title, author=action.owner)
    points = [(figure.period, own.get(figure.period, 0), figure.n) for figure in measure(facts, every) if figure.n]
    return p_prime(points, history=History(rebases=(rebase,)))
