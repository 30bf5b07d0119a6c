"""From the helpdesk's own share within the promised time to ours, in steps that add up to the last complaint.

A step changes which complaints are counted, or which of them are in time; numerators and denominators are whole, so
the last step ends exactly on `answered_in_sla`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

import narwhals as nw

from kpi.errors import KpiError
from kpi.figure import EMPTY, Figure
from kpi.measure import Facts, Query, lines, measure
from kpi.selection import filter_selects_none
from kpi.text import Text
from kpi.wording import NONE, Said, joined, number, points, sentence, share, signed

OURS, CLOSED, ALL, OVERDUE = "answered_in_sla", "answered_in_sla_closed_only", "answered_in_sla_low", "overdue"
Opening = tuple[str, str]


class Start(Enum):
    """How the helpdesk counts."""

    CLOSED_ONLY = "in time among the closed"
    FINAL_MISS = "everything but what was finished late"


class Reason(Enum):
    """Why a step changes the share."""

    OWN = "the helpdesk's own definition and data"
    OPEN_OVERDUE = "open and overdue counts as late"
    NOT_YET_DUE = "what isn't due yet is not judged"
    COHORT = "by due date"
    DEFINITION = "closed without an answer before the due date is not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many in time, of so many."""

    hits: int
    n: int

    @property
    def share(self) -> float | None:
        """The share in time; None of nothing."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one reason does. `opens`: the metric and part whose lines of `Bridge.query` the step is about."""

    reason: Reason
    before: Tally
    after: Tally
    opens: Opening | None
    sentence: Text

    @property
    def effect(self) -> float | None:
        """By how much the share moves (0.1 is ten points); None where it has no share before or after."""
        before, after = self.before.share, self.after.share
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The steps in order, and the figures that the first (where it is one of ours) and the last of them stand on.

    `reason`: why there is nothing to lead through, where no step counts a complaint of ours.
    """

    start: Start
    query: Query
    helpdesk: Tally
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    sentence: Text
    reason: Text | None

    @property
    def ours(self) -> Tally:
        """Where it ends: on time / (on time + late), due in the period."""
        return self.steps[-1].after


def bridge(facts: Facts, query: Query, start: Start = Start.CLOSED_ONLY, own: tuple[int, int] | None = None) -> Bridge:
    """The steps for the query's period and filters; `own`: the helpdesk's printed numerator and denominator.

    Without `own` the first tally is what the helpdesk's way of counting gives on our data. KpiError for a query by
    groups, and for a numerator that doesn't fit its denominator.
    """
    if query.by:
        raise KpiError("a bridge is of one selection; ask for one group at a time.")
    asked = replace(query, metrics=(OURS, CLOSED, ALL, OVERDUE), period="all")
    figures = {figure.metric: figure for figure in measure(facts, asked)}
    way = _closed_only if start is Start.CLOSED_ONLY else _final_miss
    levels = list(way(facts, asked, figures))
    steps = tuple(_steps([*_declared(own), *levels]))
    reason = None if any(level.tally.n for level in levels) else _why_nothing(facts, asked, figures[OURS])
    return Bridge(
        start=start,
        query=asked,
        helpdesk=steps[0].before,
        steps=steps,
        figures=(figures[CLOSED if start is Start.CLOSED_ONLY else ALL], figures[OVERDUE], figures[OURS]),
        sentence=reason or _summary(steps, figures[OURS]),
        reason=reason,
    )


def _why_nothing(facts: Facts, query: Query, ours: Figure) -> Text:
    """No complaint is in the scope; or there are some, and our figure says what they lack."""
    return filter_selects_none(facts, query) or ours.reason or EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """A tally on the way, and the words for how it came from the one before."""

    tally: Tally
    reason: Reason
    words: Text = NONE
    moved: int = 0
    opens: Opening | None = None


def _closed_only(facts: Facts, query: Query, figures: dict[str, Figure]) -> Iterator[_Level]:
    """Closed in the period; then those open and overdue at its end; then by due date; then without the undecided."""
    closed, overdue, ours = _tally(figures[CLOSED]), figures[OVERDUE].n, _tally(figures[OURS])
    (undecided,) = _counted(facts, CLOSED, query, nw.col("running"))
    yield _Level(tally=closed, reason=Reason.OWN)
    widened = Tally(hits=closed.hits, n=closed.n + overdue)
    yield _Level(
        tally=widened, reason=Reason.OPEN_OVERDUE, words=_OVERDUE_COUNTED, moved=overdue, opens=(OVERDUE, "denominator")
    )
    by_due = Tally(hits=ours.hits, n=ours.n + undecided)
    yield _Level(tally=by_due, reason=Reason.COHORT, words=_DUE_NOT_CLOSED, opens=(OURS, "denominator"))
    yield _Level(tally=ours, reason=Reason.DEFINITION, words=_UNDECIDED, moved=-undecided)


def _final_miss(facts: Facts, query: Query, figures: dict[str, Figure]) -> Iterator[_Level]:
    """Received in the period, less those finished late; then less the open ones that are late; then only the due."""
    finished = nw.col("answered") | ~nw.col("closed").is_null()
    late, open_late, running = _counted(
        facts, ALL, query, nw.col("late"), nw.col("late") & ~finished, nw.col("running")
    )
    n, ours = figures[ALL].n, _tally(figures[OURS])
    yield _Level(tally=Tally(hits=n - late + open_late, n=n), reason=Reason.OWN)
    yield _Level(tally=Tally(hits=n - late, n=n), reason=Reason.OPEN_OVERDUE, words=_OVERDUE_NO_HIT, moved=-open_late)
    yield _Level(
        tally=Tally(hits=n - late - running, n=n - running), reason=Reason.NOT_YET_DUE, words=_NOT_DUE, moved=-running
    )
    yield _Level(tally=ours, reason=Reason.COHORT, words=_DUE_NOT_RECEIVED, opens=(OURS, "denominator"))


def _declared(own: tuple[int, int] | None) -> Iterable[_Level]:
    if own is None:
        return ()
    hits, n = own
    if not 0 <= hits <= n or n == 0:
        raise KpiError(f"{hits} in time of {n} is no share; give the helpdesk's numerator and its denominator.")
    return (_Level(tally=Tally(hits=hits, n=n), reason=Reason.OWN),)


def _steps(levels: list[_Level]) -> Iterator[Step]:
    """From each level to the next; a declared figure is followed by a step to the same way of counting on our data."""
    for before, after in pairwise(levels):
        words = _OWN_DEFINITION if after.reason is Reason.OWN else after.words
        yield Step(
            reason=after.reason, before=before.tally, after=after.tally, opens=after.opens,
            sentence=_said(words, after.moved, before.tally, after.tally),
        )  # fmt: skip


def _tally(figure: Figure) -> Tally:
    return Tally(hits=figure.numerator or 0, n=figure.n)


def _counted(facts: Facts, metric: str, query: Query, *flags: nw.Expr) -> list[int]:
    """How many of a metric's lines each flag holds for."""
    rows = lines(facts, metric, "denominator", query)
    named = {f"flag{i}": flag.fill_null(False).cast(nw.Int64).sum() for i, flag in enumerate(flags)}
    (row,) = rows.select(**named).collect("pyarrow").to_native().to_pylist()
    return [int(row[name] or 0) for name in named]


_OWN_DEFINITION = Text(
    fr="Sa définition, ses exclusions et ses données ne sont pas les nôtres",
    en="Its definition, exclusions and data are not ours",
)
_OVERDUE_COUNTED = Text(
    fr="Ouvertes et en retard, comptées en retard ({moved})", en="{moved} open overdue counted as late"
)
_OVERDUE_NO_HIT = Text(
    fr="Ouvertes et en retard, qui ne sont pas des réussites ({moved})", en="{moved} open overdue that are no successes"
)
_NOT_DUE = Text(fr="Pas encore échues, non jugées ({moved})", en="{moved} not yet due, not judged")
_DUE_NOT_CLOSED = Text(
    fr="Échéance dans la période, et non clôture ({rows}, dont {hits} à l'heure)",
    en="Due in the period rather than closed in it ({rows}, {hits} of them in time)",
)
_DUE_NOT_RECEIVED = Text(
    fr="Échéance dans la période, et non réception ({rows}, dont {hits} à l'heure)",
    en="Due in the period rather than received in it ({rows}, {hits} of them in time)",
)
_UNDECIDED = Text(
    fr="Closes sans réponse avant l'échéance, non jugées ({moved})",
    en="{moved} closed without an answer before the due date, not judged",
)


def _said(words: Text, moved: int, before: Tally, after: Tally) -> Text:
    what = sentence(
        words,
        moved=signed(moved) if moved else "0",
        rows=signed(after.n - before.n),
        hits=signed(after.hits - before.hits),
    )
    return sentence(
        Text(fr="{what} : de {before} à {after}.", en="{what}: from {before} to {after}."),
        what=what, before=_written(before), after=_written(after),
    )  # fmt: skip


def _written(tally: Tally) -> Said:
    """66,7 % (60/90); of nothing, a dash."""
    value = tally.share
    if value is None:
        return lambda _: "—"
    return lambda language: f"{share(value)(language)} ({number(tally.hits)(language)}/{number(tally.n)(language)})"


def _summary(steps: tuple[Step, ...], ours: Figure) -> Text:
    """The two figures, and the steps that change something."""
    first, last = steps[0].before, steps[-1].after
    if ours.value is None and ours.reason is not None:
        return ours.reason
    head = sentence(
        Text(
            fr="Votre outil dit {first}, nous disons {last}{gap}.",
            en="Your helpdesk says {first}, we say {last}{gap}.",
        ),
        first=_written(first), last=_written(last), gap=_gap(first, last),
    )  # fmt: skip
    return joined(head, *(step.sentence for step in steps if step.before != step.after))


def _gap(first: Tally, last: Tally) -> Text:
    if first.share is None or last.share is None:
        return NONE
    return sentence(Text(fr=" : {gap}", en=": {gap}"), gap=points(last.share - first.share))
