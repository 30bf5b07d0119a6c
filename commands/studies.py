"""What stands behind a figure: signal or noise, comparisons, groups, causes, other promises. One command a question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from commands.actions import actions
from commands.asking import Asked, asks, of_complaints
from commands.figures import By
from commands.printing import AsJson, named, show
from commands.promises import deadlines, what_if
from kpi.errors import KpiError, unknown

if TYPE_CHECKING:
    from kpi.funnel import Point
    from kpi.spans import Against

Metric = Annotated[str, typer.Argument(metavar="METRIC")]
PERIODS = "day, week, month, quarter or year."


@asks
@of_complaints
def signals(
    asked: Asked,
    metrics: Annotated[list[str] | None, typer.Argument(metavar="[METRIC]...", help="All, if none is named.")] = None,
    period: Annotated[str, typer.Option(help=PERIODS)] = "month",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Tell signal from noise: each metric's last complete period on its control chart, in one sentence."""
    from kpi.catalog import metrics as catalog
    from kpi.signals import signals as study
    from store.context import histories_of

    query = replace(asked.query, metrics=tuple(metrics or catalog()), period=period, by=_names(by))  # type: ignore[arg-type]
    found = study(asked.facts, query, histories_of(asked.store))
    rows = (
        {
            "metric": one.metric, "by": named(one.by), "period": one.figure.period if one.figure else None,
            "value": one.figure.value if one.figure else None, "chart": one.chart.kind.value if one.chart else None,
            "lower": one.chart.lower if one.chart else None, "upper": one.chart.upper if one.chart else None,
            "verdict": one.verdict.sentence.en,
        }
        for one in found
    )  # fmt: skip
    show(found, rows, as_json)


@asks
@of_complaints
def detect(asked: Asked, as_json: AsJson = False) -> None:
    """Look through every value of every dimension for what really changed, and since when."""
    from kpi.detect import detect as study

    asked.refuse(
        **dict.fromkeys(("start", "end"), "all months until --as-of are looked through"),
        **dict.fromkeys(("unit", "exposure"), "what is looked for are shares and counts of complaints"),
        **dict.fromkeys(("pauses", "definition"), "the rule set has its own; choose it by --rules"),
    )
    found = study(asked.facts, asked.query.as_of, asked.query.where)
    rows = [
        {"dimension": one.dimension, "metric": one.metric, "since": one.since, "chance": f"{one.chance:.0e}",
         "finding": one.sentence.en, "explains": ", ".join(found.echoes(one))}
        for one in found.findings
    ]  # fmt: skip
    show(found, rows, as_json)
    if not rows and not as_json:
        nothing = f"nothing that chance doesn't explain, in {found.looked_at} series."
        print(nothing if found.looked_at else "too few months to look through: a whole year of them is needed.")


@asks
@of_complaints
def compare(
    asked: Asked,
    metric: Metric,
    against: Annotated[str, typer.Option(help="previous, last-year or last-year-same-weekdays.")] = "previous",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Compare a period with an earlier one of the same length, and say whether chance explains the difference."""
    from kpi.comparison import compare_groups

    found = compare_groups(asked.facts, replace(asked.query, by=_names(by)), metric, _against(against))
    rows = (
        {"by": named(one.current.figure.by), "now": one.current.figure.value, "earlier": one.earlier.figure.value,
         "finding": one.sentence.en}
        for one in found
    )  # fmt: skip
    show(found, rows, as_json)


@asks
@of_complaints
def funnel(asked: Asked, metric: Metric, by: By = "channel", as_json: AsJson = False) -> None:
    """Compare groups of different sizes fairly: which ones lie beyond the limits of their own size."""
    from kpi.funnel import funnel as study

    found = study(asked.facts, replace(asked.query, by=_names(by)), metric)
    rows = (
        {"by": named(one.by), "value": one.figure.value, "n": one.figure.n,
         "low": one.judged.low if one.judged else None, "high": one.judged.high if one.judged else None,
         "position": one.judged_position.value, "side": _side(one)}
        for one in found.points
    )  # fmt: skip
    show(found, rows if found.overall.n else (), as_json, found.sentence)


def _side(point: Point) -> str | None:
    from kpi.funnel import Position

    beyond = point.judged_position in (Position.ALERT, Position.OUTSIDE)
    return point.side.value if beyond and point.side else None


@asks
@of_complaints
def pareto(
    asked: Asked,
    by: Annotated[str, typer.Option("--by", metavar="DIM", help="The dimension to rank.")] = "motive",
    weight: Annotated[list[str] | None, typer.Option(metavar="SEVERITY=N", help="What one counts; repeatable.")] = None,
    against: Annotated[str, typer.Option(help="Ranks also in: previous, last-year, last-year-same-weekdays.")] = "",
    as_json: AsJson = False,
) -> None:
    """Rank motives, or any dimension, by frequency and by criticality; say which ranks chance could swap."""
    from kpi.pareto import pareto as study

    weights = _weights(weight or [])
    found = study(asked.facts, asked.query, by, weights=weights, against=_against(against) if against else None)
    rankings = [found.frequency, *([found.criticality] if found.criticality else [])]
    rows = (
        {"ranked by": "criticality" if ranking is found.criticality else "frequency", "rank": place.rank,
         "value": place.name, "score": place.score, "share": place.share.value, "low": place.share.low,
         "high": place.share.high, "cumulative": place.cumulative, "before": place.earlier_rank,
         "tied with": ", ".join(place.tied_with)}
        for ranking in rankings for place in ranking.places
    )  # fmt: skip
    show(found, rows, as_json, *(ranking.sentence for ranking in rankings))


@asks
@of_complaints
def silence(
    asked: Asked,
    by: By = "site",
    months: Annotated[int, typer.Option(help="How many of the last whole months.")] = 3,
    every: Annotated[bool, typer.Option("--all", help="Also who is as expected, or too small to tell.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find who stopped recording complaints: few or none where many were expected is an alert, no good news."""
    from kpi.selection import no_whole_month
    from kpi.silence import silences

    found = silences(asked.facts, replace(asked.query, by=_names(by)), months=months)
    rows = [
        {"by": named(one.by) or "all", "state": one.state.value, "observed": one.observed,
         "expected": round(one.expected, 1), "last": one.last, "basis": one.basis.value, "why": one.sentence.en}
        for one in found if one.alert or every
    ]  # fmt: skip
    show(found, rows, as_json)
    if not rows and not as_json:
        nobody = f"nobody fell silent, of {len(found)} that were looked at; --all shows them."
        print(nobody if found else no_whole_month(asked.facts, asked.query).en)


@asks
@of_complaints
def late_registration(
    asked: Asked,
    period: Annotated[str, typer.Option(help=PERIODS)] = "month",
    as_json: AsJson = False,
) -> None:
    """Estimate how many complaints of the last periods are received but not registered yet."""
    from kpi.late_registration import completeness

    found = completeness(asked.facts, replace(asked.query, period=period))  # type: ignore[arg-type]
    rows = (
        {"period": one.period, "registered": one.observed, "missing": one.missing.value, "low": one.missing.low,
         "high": one.missing.high, "why": one.sentence.en}
        for one in found
    )  # fmt: skip
    show(found, rows, as_json)


@asks
@of_complaints
def definitions(asked: Asked, as_json: AsJson = False) -> None:
    """Count the same complaints under every definition of a complaint."""
    from kpi.definitions import compare_definitions

    asked.refuse(definition="every definition is counted")
    found = compare_definitions(asked.facts, replace(asked.query, metrics=("volume",)))
    rows = (
        {"definition": one.definition.name, "title": one.definition.title.en, "complaints": one.volume.value,
         "unknown": one.unknown, "difference": one.difference, "note": "; ".join(text.en for text in one.doubts)}
        for one in found
    )  # fmt: skip
    show(found, rows, as_json)


@asks
@of_complaints
def bridge(
    asked: Asked,
    begin: Annotated[str, typer.Option("--start-with", help="closed-only or final-miss.")] = "closed-only",
    own: Annotated[str, typer.Option("--helpdesk", metavar="IN_TIME/ALL", help="What your helpdesk prints.")] = "",
    as_json: AsJson = False,
) -> None:
    """Lead from the helpdesk's own share in time to ours, in steps that add up."""
    from kpi.bridge import Start
    from kpi.bridge import bridge as study

    ways = {"-".join(one.name.lower().split("_")): one for one in Start}
    if begin not in ways:
        raise unknown("start", begin, ways)
    found = study(asked.facts, asked.query, ways[begin], _tally(own))
    rows = (
        {"step": one.reason.value, "before": one.before.share, "after": one.after.share, "in_time": one.after.hits,
         "of": one.after.n, "why": one.sentence.en}
        for one in found.steps
    )  # fmt: skip
    show(found, () if found.reason else rows, as_json, found.sentence)


def _names(by: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in by.split(",") if name.strip())


def _against(name: str) -> Against:
    from kpi.spans import Against

    ways = {"-".join(one.name.lower().split("_")): one for one in Against}
    if name not in ways:
        raise unknown("comparison", name, ways)
    return ways[name]


def _weights(asked: list[str]) -> dict[str, float] | None:
    """Weights from texts such as high=5; None where none is given."""
    found = {}
    for text in asked:
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            raise KpiError(f"'{text}' is no weight; write it as SEVERITY=NUMBER, such as high=5.") from None
    return found or None


def _tally(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    hits, slash, of = text.partition("/")
    if not (slash and hits.strip().isdecimal() and of.strip().isdecimal()):
        raise KpiError(f"'{text}' is no share; write it as 857/1000: in time, of all.")
    return int(hits), int(of)


STUDIES = (
    signals,
    detect,
    compare,
    funnel,
    pareto,
    silence,
    late_registration,
    bridge,
    definitions,
    actions,
    what_if,
    deadlines,
)
