"""One sentence on a series: ordinary variation or a real change, and whether the target can be held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import takewhile

from babel.dates import format_date

from kpi.spc import Chart, Side
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
    """The classification and its sentence; `since` is the period in which the present signal began."""

    variation: Variation
    assurance: Assurance
    since: str | None
    sentence: Text


UNKNOWN = Verdict(
    variation=Variation.UNKNOWN,
    assurance=Assurance.NONE,
    since=None,
    sentence=Text(
        fr="trop peu de périodes pour distinguer un signal du bruit", en="too few periods to tell signal from noise"
    ),
)
FEWEST = 6

_VARIATIONS = {
    Variation.ORDINARY: Text(fr="variation ordinaire", en="ordinary variation"),
    Variation.IMPROVEMENT: Text(fr="amélioration réelle depuis {since}", en="real improvement since {since}"),
    Variation.CONCERN: Text(fr="dégradation réelle depuis {since}", en="real deterioration since {since}"),
    Variation.CHANGE: Text(fr="changement réel depuis {since}", en="real change since {since}"),
}
_ASSURANCES = {
    Assurance.PASSES: Text(fr="objectif tenu par le processus actuel", en="the present process holds the target"),
    Assurance.FAILS: Text(
        fr="objectif hors d'atteinte sans changer le processus",
        en="target out of reach without changing the process",
    ),
    Assurance.HIT_OR_MISS: Text(
        fr="objectif atteint ou manqué au hasard des mois", en="target hit or missed by chance from month to month"
    ),
}


def verdict(chart: Chart | None, better: str, target: float | None = None) -> Verdict:
    """Judge a series by its last point, and by a target if there is one. `better` is up, down or neutral."""
    if chart is None or len(chart.points) < FEWEST:
        return UNKNOWN
    since = _since(chart)
    variation = _variation(chart.points[-1].side, better)
    assurance = assure(chart, better, target)
    parts = [_VARIATIONS[variation], *([_ASSURANCES[assurance]] if assurance in _ASSURANCES else [])]
    french, english = (
        " ; ".join(part.in_(language).format(since=period_name(since, language)) for part in parts)
        for language in ("fr", "en")
    )
    sentence = Text(fr=french, en=english.replace(" ; ", "; "))
    return Verdict(variation=variation, assurance=assurance, since=since, sentence=sentence)


def assure(chart: Chart, better: str, target: float | None) -> Assurance:
    """Whether the process, as it varies, always, never or sometimes meets the target."""
    if target is None or better == "neutral":
        return Assurance.NONE
    worst, best = (chart.lower, chart.upper) if better == "up" else (-chart.upper, -chart.lower)
    goal = target if better == "up" else -target
    if goal > best:
        return Assurance.FAILS
    return Assurance.PASSES if goal <= worst else Assurance.HIT_OR_MISS


def period_name(period: str | None, language: str) -> str:
    """A period as people say it: « mars 2024 », "March 2024"; other periods as they read."""
    if period is None:
        return ""
    if len(period) == len("2024-03") and "Q" not in period:
        first = date.fromisoformat(f"{period}-01")
        return format_date(first, "LLLL yyyy", locale="fr" if language == "fr" else "en")
    return period


def _variation(side: Side | None, better: str) -> Variation:
    if side is None:
        return Variation.ORDINARY
    if better == "neutral":
        return Variation.CHANGE
    return Variation.IMPROVEMENT if (side is Side.HIGH) == (better == "up") else Variation.CONCERN


def _since(chart: Chart) -> str | None:
    """The first period of the unbroken run of signals, on the last point's side, that ends the series."""
    last = chart.points[-1].side
    run = list(takewhile(lambda point: point.side is last, reversed(chart.points)))
    return run[-1].period if last else None
