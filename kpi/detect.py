"""Where something really changed, found without being told where to look: every value of every dimension, by month.

Two questions of each: are there more or fewer complaints than the season explains, and are they answered in time
more or less often than before. A finding that disappears without the lines of a stronger one is explained by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from statistics import median

from kpi import days
from kpi.figure import Figure, Where
from kpi.labels import period_name
from kpi.measure import Facts, Query, measure
from kpi.overview import last_complete_month
from kpi.scan import ALONE, Month, Stretch, Usual, seasons, spread, strongest
from kpi.text import Text

DIMENSIONS = (
    *("motive", "region", "site", "product", "channel", "handler_team", "responsible_process", "customer_type"),
    "distributor",
)
METRICS = ("volume", "answered_in_sla")
MONTHS = 36
FEWEST_MONTHS = 12
BEFORE = 3  # a change needs months before it: the first ones of an export are often not whole
FEWEST_LINES = 60
CERTAIN = 0.01
VOUCHED = 50.0  # the weight, in months, of how all series vary against how one does


class Change(Enum):
    """What is different in a stretch of months."""

    MORE = "more complaints"
    FEWER = "fewer complaints"
    SILENT = "no complaint any more"
    WORSE = "less often in time"
    BETTER = "more often in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`chance` is the probability of seeing as much by chance anywhere in the scan; `lasts` to the last whole month.

    `inside` and `outside` are the level in the stretch and in the other months: a share, or the ratio to what the
    season let expect. `query` opens the lines of the stretch.
    """

    dimension: str
    value: str
    metric: str
    change: Change
    since: str
    until: str
    lasts: bool
    inside: float
    outside: float
    evidence: float
    chance: float
    query: Query

    @property
    def sentence(self) -> Text:
        """The finding in one sentence."""
        words, ends = _WORDS[self.change], _LASTS if self.lasts else _ENDED
        found = {
            language: f"{self.value} : {words.in_(language)} {ends.in_(language)}".format(
                since=period_name(self.since, language), until=period_name(self.until, language),
                inside=_level(self, self.inside, language), outside=_level(self, self.outside, language),
            )
            for language in ("fr", "en")
        }  # fmt: skip
        return Text(fr=found["fr"], en=found["en"].replace(" :", ":", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """Independent findings, the strongest first; `explained` ones with the finding that explains them."""

    findings: tuple[Finding, ...]
    explained: tuple[tuple[Finding, Finding], ...]
    looked_at: int

    def echoes(self, finding: Finding) -> tuple[str, ...]:
        """The values whose findings are gone without this one's lines, each once, the strongest first."""
        return tuple(dict.fromkeys(echo.value for echo, cause in self.explained if cause == finding))


def detect(facts: Facts, as_of: date, where: Where = (), dimensions: Iterable[str] = DIMENSIONS) -> Detected:
    """Scan the last three years of whole months. Nothing is found in fewer than a year of them."""
    query = _months(facts, as_of, where)
    if query is None:
        return Detected(findings=(), explained=(), looked_at=0)
    told = [name for name in dimensions if name not in dict(where)]
    series = {name: _series(facts, replace(query, by=(name,))) for name in told}
    usual = {metric: _usual(metric, [one[metric] for one in series.values()]) for metric in METRICS}
    among = Among(facts=facts, query=query, series=series, usual=usual)
    found = [
        finding
        for dimension, by_metric in series.items()
        for metric, by_value in by_metric.items()
        for value, months in by_value.items()
        if (finding := _finding(among, dimension, value, metric, months))
    ]
    return _independent(among, sorted(found, key=_strength))


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """All series that were looked at, by dimension, metric and value: what one of them is judged among."""

    facts: Facts
    query: Query
    series: dict[str, dict[str, dict[str, list[Month]]]]
    usual: dict[str, Usual]

    @property
    def first(self) -> int:
        """The first month, counted since 1970."""
        return days.month_of(self.query.start or self.query.as_of)

    @property
    def looked_at(self) -> int:
        """How many series."""
        return sum(len(found) for by_metric in self.series.values() for found in by_metric.values())

    def season(self, dimension: str) -> list[float]:
        """What was to be expected month by month; all series of a dimension tell it, but for a factor."""
        of_volume = next(iter(self.series[dimension]["volume"].values()), None)
        if of_volume is not None:
            return [month.base for month in of_volume]
        return [1.0 for _ in next(iter(self.series[dimension]["answered_in_sla"].values()), [])]


def _usual(metric: str, series: list[dict[str, list[Month]]]) -> Usual:
    """How widely most series of a metric vary from month to month."""
    spreads = [spread(row, of_cases=metric != "volume") for by_value in series for row in by_value.values()]
    return Usual(spread=median(spreads), freedom=VOUCHED) if spreads else ALONE


def _strength(finding: Finding) -> tuple[float, int, str]:
    return -finding.evidence, DIMENSIONS.index(finding.dimension), finding.value


def _months(facts: Facts, as_of: date, where: Where) -> Query | None:
    """The whole months from the first with complaints, three years of them at most."""
    _, last = last_complete_month(as_of)
    query = Query(metrics=("volume",), as_of=as_of, end=last, where=where, period="month")
    counted = [figure for figure in measure(facts, query) if figure.n][-MONTHS:]
    if len(counted) < FEWEST_MONTHS:
        return None
    return replace(query, metrics=METRICS, start=date.fromisoformat(f"{counted[0].period}-01"))


def _series(facts: Facts, query: Query) -> dict[str, dict[str, list[Month]]]:
    """By metric and value: a month each, with what the season let expect, or with all cases that were due."""
    figures = measure(facts, query)
    return {
        "volume": _volumes([f for f in figures if f.metric == "volume"], query),
        "answered_in_sla": _shares([f for f in figures if f.metric == "answered_in_sla"], query),
    }


def _table(figures: list[Figure], query: Query) -> dict[str, list[tuple[int, int]]]:
    """(n, numerator) of each month, by value; values that are missing, or that have few lines, are left out."""
    first, last = (days.month_of(day) for day in (query.start or query.as_of, query.end or query.as_of))
    found: dict[str, list[tuple[int, int]]] = {}
    for figure in figures:
        value = figure.by[0][1]
        if value is not None:
            row = found.setdefault(value, [(0, 0)] * (last - first + 1))
            row[days.month_of(date.fromisoformat(f"{figure.period}-01")) - first] = (figure.n, figure.numerator or 0)
    return {value: row for value, row in found.items() if sum(n for n, _ in row) >= FEWEST_LINES}


def _volumes(figures: list[Figure], query: Query) -> dict[str, list[Month]]:
    rows = {value: [float(n) for n, _ in row] for value, row in _table(figures, query).items()}
    if len(rows) < 3:
        return {}
    season = seasons(list(rows.values()))
    means = {value: sum(row) / sum(season) for value, row in rows.items()}
    return {
        value: [Month(hits=n, base=full * means[value]) for n, full in zip(row, season, strict=True)]
        for value, row in rows.items()
    }


def _shares(figures: list[Figure], query: Query) -> dict[str, list[Month]]:
    return {value: [Month(hits=hits, base=n) for n, hits in row] for value, row in _table(figures, query).items()}


def _finding(among: Among, dimension: str, value: str, metric: str, months: list[Month]) -> Finding | None:
    of_cases, query = metric != "volume", among.query
    stretch = strongest(months, of_cases=of_cases, looked_at=among.looked_at, usual=among.usual[metric])
    if stretch is None or stretch.chance > CERTAIN or stretch.first < BEFORE:
        return None
    first, last = among.first + stretch.first, among.first + stretch.last
    lasts = stretch.last == len(months) - 1
    span = replace(query, metrics=(metric,), period="all", start=days.first_day("month", first),
                   end=days.last_day("month", last), where=(*query.where, (dimension, (value,))))  # fmt: skip
    return Finding(
        dimension=dimension, value=value, metric=metric, change=_change(metric, stretch, lasts),
        since=days.label("month", first), until=days.label("month", last), lasts=lasts, inside=stretch.inside,
        outside=stretch.outside, evidence=stretch.evidence, chance=stretch.chance, query=span,
    )  # fmt: skip


def _change(metric: str, stretch: Stretch, lasts: bool) -> Change:
    more = stretch.inside > stretch.outside
    if metric != "volume":
        return Change.BETTER if more else Change.WORSE
    return Change.MORE if more else Change.SILENT if lasts and stretch.inside == 0 else Change.FEWER


def _independent(among: Among, found: list[Finding]) -> Detected:
    """Go through the findings from the strongest; one that is gone without a stronger one's lines is explained."""
    kept: list[Finding] = []
    explained: list[tuple[Finding, Finding]] = []
    for finding in found:
        cause = _cause(among, finding, kept)
        if cause is None:
            kept.append(finding)
        else:
            explained.append((finding, cause))
    return Detected(findings=tuple(kept), explained=tuple(explained), looked_at=among.looked_at)


def _cause(among: Among, finding: Finding, kept: list[Finding]) -> Finding | None:
    """The stronger finding without whose lines this one is gone; the strongest, where it takes all of them."""
    others = [other for other in kept if other.dimension != finding.dimension]
    for causes in (*([other] for other in others), others):
        if causes and not _remains(among, finding, causes):
            return causes[0]
    return None


def _remains(among: Among, finding: Finding, causes: list[Finding]) -> bool:
    """Whether the finding is still there among the complaints that are none of the causes'."""
    own = (*among.query.where, (finding.dimension, (finding.value,)))
    by = tuple(dict.fromkeys(cause.dimension for cause in causes))
    theirs, season = {(cause.dimension, cause.value) for cause in causes}, among.season(finding.dimension)
    n, hits = [0] * len(season), [0] * len(season)
    for figure in measure(among.facts, replace(among.query, metrics=(finding.metric,), where=own, by=by)):
        if theirs.isdisjoint(figure.by):
            place = days.month_of(date.fromisoformat(f"{figure.period}-01")) - among.first
            n[place] += figure.n
            hits[place] += figure.numerator or 0
    of_cases = finding.metric != "volume"
    base, counted = ([float(one) for one in n], hits) if of_cases else (season, n)
    months = [Month(hits=one, base=cases) for one, cases in zip(counted, base, strict=True)]
    stretch = strongest(months, of_cases=of_cases, looked_at=among.looked_at, usual=among.usual[finding.metric])
    if stretch is None or stretch.chance > CERTAIN:
        return False
    return (stretch.inside > stretch.outside) == (finding.inside > finding.outside)


def _level(finding: Finding, level: float, language: str) -> str:
    if finding.metric != "volume":
        return f"{100 * level:.0f} %" if language == "fr" else f"{100 * level:.0f}%"
    ratio = f"×{level / finding.outside:.2f}" if finding.outside else "∞"
    return ratio.replace(".", ",") if language == "fr" else ratio


_LASTS = Text(fr="depuis {since}", en="since {since}")
_ENDED = Text(fr="de {since} à {until}", en="from {since} to {until}")
_WORDS = {
    Change.MORE: Text(
        fr="plus de réclamations que la saison ne l'explique ({inside})",
        en="more complaints than the season explains ({inside})",
    ),
    Change.FEWER: Text(
        fr="moins de réclamations que la saison ne l'explique ({inside})",
        en="fewer complaints than the season explains ({inside})",
    ),
    Change.SILENT: Text(
        fr="plus aucune réclamation enregistrée, ce qui n'est pas forcément une bonne nouvelle",
        en="no complaint recorded any more, which need not be good news",
    ),
    Change.WORSE: Text(
        fr="moins souvent dans le délai ({inside} contre {outside})",
        en="less often in time ({inside} against {outside})",
    ),
    Change.BETTER: Text(
        fr="plus souvent dans le délai ({inside} contre {outside})",
        en="more often in time ({inside} against {outside})",
    ),
}
