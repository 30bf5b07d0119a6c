"""One sentence on a series: ordinary variation or a real change, and whether the target can be held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kpi.labels import period_name, plural
from kpi.spc import Chart, Point, Rule, Side
from kpi.text import Text


class Variation(Enum):
    """What the last point says, in the direction that matters for the metric."""

    ORDINARY = "ordinary"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGE = "change"
    UNKNOWN = "unknown"


class Assurance(Enum):
    """Where the target lies against the limits of ordinary variation."""

    PASSES = "passes"
    FAILS = "fails"
    HIT_OR_MISS = "hit or miss"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The classification and its sentence. `since`: the period in which the present signal began.

    `finding` is the sentence without the target. `rule` fired on the last point, and `evidence` says so in words.
    """

    variation: Variation
    assurance: Assurance
    since: str | None
    sentence: Text
    finding: Text
    rule: Rule | None = None
    evidence: Text | None = None


FEWEST = 6
TOO_FEW = Text(
    fr="trop peu de périodes pour distinguer un signal du bruit", en="too few periods to tell signal from noise"
)
UNSETTLED_YET = Text(
    fr="pas de verdict : le chiffre d'une période bouge encore après sa fin, les récentes ne valent pas les anciennes",
    en="no verdict: a period's figure still moves after its end, so that recent ones can't be held against older ones",
)
UNKNOWN = Verdict(variation=Variation.UNKNOWN, assurance=Assurance.NONE, since=None, sentence=TOO_FEW, finding=TOO_FEW)
UNSETTLED = replace(UNKNOWN, sentence=UNSETTLED_YET, finding=UNSETTLED_YET)

_VARIATIONS = {
    Variation.ORDINARY: Text(fr="variation ordinaire", en="ordinary variation"),
    Variation.IMPROVEMENT: Text(fr="amélioration réelle depuis {since}", en="real improvement since {since}"),
    Variation.CONCERN: Text(fr="dégradation réelle depuis {since}", en="real deterioration since {since}"),
}
_CHANGES = {
    Side.HIGH: Text(fr="hausse réelle depuis {since}", en="real rise since {since}"),
    Side.LOW: Text(fr="baisse réelle depuis {since}", en="real fall since {since}"),
}
_ASSURANCES = {
    Assurance.PASSES: Text(fr="objectif tenu par le processus actuel", en="the present process holds the target"),
    Assurance.FAILS: Text(
        fr="objectif hors d'atteinte sans changer le processus",
        en="target out of reach without changing the process",
    ),
    Assurance.HIT_OR_MISS: Text(
        fr="objectif atteint ou manqué au hasard des {periods}", en="target hit or missed by chance among {periods}"
    ),
}
_TRIAL = Text(fr="limites provisoires : {n} points", en="provisional limits: {n} points")
_REBASED = Text(fr="limites recalculées depuis {rebased}", en="limits computed anew since {rebased}")
_RULES = {
    (Rule.OUTSIDE, Side.HIGH): Text(fr="au-dessus de la limite haute", en="above the upper limit"),
    (Rule.OUTSIDE, Side.LOW): Text(fr="au-dessous de la limite basse", en="below the lower limit"),
    (Rule.SHIFT, Side.HIGH): Text(
        fr="sept {periods} de suite du même côté de la moyenne, au-dessus",
        en="seven {periods} in a row on the same side of the mean, above it",
    ),
    (Rule.SHIFT, Side.LOW): Text(
        fr="sept {periods} de suite du même côté de la moyenne, au-dessous",
        en="seven {periods} in a row on the same side of the mean, below it",
    ),
    (Rule.TREND, Side.HIGH): Text(fr="sept {periods} de suite en hausse", en="seven {periods} in a row rising"),
    (Rule.TREND, Side.LOW): Text(fr="sept {periods} de suite en baisse", en="seven {periods} in a row falling"),
    (Rule.NEAR_LIMIT, Side.HIGH): Text(
        fr="deux {periods} sur trois près de la limite haute", en="two {periods} in three near the upper limit"
    ),
    (Rule.NEAR_LIMIT, Side.LOW): Text(
        fr="deux {periods} sur trois près de la limite basse", en="two {periods} in three near the lower limit"
    ),
}


def verdict(chart: Chart | None, better: str, target: float | None = None) -> Verdict:
    """Judge a series by its last point, and by a target if there is one. `better` is up, down or neutral.

    Only the last segment counts; with fewer than six points it gets no verdict.
    """
    if chart is None:
        return UNKNOWN
    if len(chart.last.points) < FEWEST:
        short = _said(chart, TOO_FEW, *_limits(chart))
        return replace(UNKNOWN, sentence=short, finding=short)
    last = chart.last.points[-1]
    variation, assurance = _variation(last.side, better), assure(chart, better, target)
    changed = _CHANGES[last.side] if last.side and variation is Variation.CHANGE else _VARIATIONS[variation]
    held = [_ASSURANCES[assurance]] if assurance in _ASSURANCES else []
    return Verdict(
        variation=variation,
        assurance=assurance,
        since=since(chart),
        sentence=_said(chart, changed, *held, *_limits(chart)),
        finding=_said(chart, changed, *_limits(chart)),
        rule=last.rule,
        evidence=evidence(last),
    )


def assure(chart: Chart, better: str, target: float | None) -> Assurance:
    """Whether the process, as it varies since the last rebase, always, never or sometimes meets the target.

    Where limits differ from point to point, the last point's count.
    """
    if target is None or better == "neutral" or not chart.last.bounded:
        return Assurance.NONE
    worst, best = (chart.lower, chart.upper) if better == "up" else (-chart.upper, -chart.lower)
    goal = target if better == "up" else -target
    if goal > best:
        return Assurance.FAILS
    return Assurance.PASSES if goal <= worst else Assurance.HIT_OR_MISS


def evidence(point: Point) -> Text | None:
    """Which rule made a point a signal, in words; None for an ordinary one."""
    if point.rule is None or point.side is None:
        return None
    return _filled(_RULES[point.rule, point.side], periods=plural(point.period))


def since(chart: Chart) -> str | None:
    """The first period of the run of signals, on the last point's side, that ends the series; None without a signal.

    A run may pass over one ordinary point where the rule is two of three.
    """
    points = chart.last.points
    side, first = points[-1].side, len(points) - 1
    while side and first > 0 and (before := _before(points, first)) is not None:
        first = before
    return points[first].period if side else None


def _before(points: Sequence[Point], place: int) -> int | None:
    """The place of the signal that a signal continues."""
    reach = 2 if points[place].rule is Rule.NEAR_LIMIT else 1
    places = range(place - 1, max(place - reach, 0) - 1, -1)
    if points[place - 1].side not in (None, points[place].side):
        return None
    return next((i for i in places if points[i].side is points[place].side), None)


def _variation(side: Side | None, better: str) -> Variation:
    if side is None:
        return Variation.ORDINARY
    if better == "neutral":
        return Variation.CHANGE
    return Variation.IMPROVEMENT if (side is Side.HIGH) == (better == "up") else Variation.CONCERN


def _limits(chart: Chart) -> list[Text]:
    """What a reader must know of the limits: that they began anew, that they may still move."""
    rebased = [_REBASED] if chart.last.rebase else []
    return [*rebased, *([_TRIAL] if chart.trial else [])]


def _said(chart: Chart, *parts: Text) -> Text:
    begun, now = since(chart), chart.last.points
    rebased = now[0].period if chart.last.rebase else None
    french, english = (
        "; ".join(part.in_(language) for part in parts).format(
            since=period_name(begun, language, article=True),
            rebased=period_name(rebased, language, article=True),
            periods=plural(now[-1].period).in_(language),
            n=len(now),
        )
        for language in ("fr", "en")
    )
    return Text(fr=french.replace("; ", " ; "), en=english)


def _filled(text: Text, **values: Text) -> Text:
    return Text(
        fr=text.fr.format(**{name: value.fr for name, value in values.items()}),
        en=text.en.format(**{name: value.en for name, value in values.items()}),
    )
