"""What people complain about most, by frequency and by criticality, and which ranks chance could swap.

Shares are of all complaints of the selection. Those without a value stand on a line of their own, outside the ranks;
those whose severity has no declared weight count in the frequency, and are shown beside the criticality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from math import isfinite, sqrt

from kpi.errors import KpiError
from kpi.figure import Figure
from kpi.groups import narrowed
from kpi.intervals import NOTHING, Estimate, Z, even_split, share_of
from kpi.measure import Facts, Query, measure
from kpi.spans import Against, earlier_query
from kpi.text import Text
from kpi.wording import NONE, joined, number, ordinal, sentence
from kpi.wording import share as written

METRIC, SEVERITY = "volume", "severity"
CHANCE = 0.05
Weights = Mapping[str, float]
Severities = Counter[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One value's line. `score`: complaints, or complaints times the weight of their severity.

    `worst` is the score if every severity without a weight had the heaviest one; `unweighted` how many have none.
    `tied_with` names the neighbours in rank that chance could put in its place. Ranks are None for the line without a
    value, and where the earlier period has none.
    """

    name: str | None
    figure: Figure
    query: Query
    score: float
    worst: float
    unweighted: int
    share: Estimate
    cumulative: float | None
    rank: int | None
    earlier_rank: int | None
    tied_with: tuple[str, ...]

    @property
    def climbed(self) -> int | None:
        """How many places it went up since the earlier period (down: negative); None where it has no two ranks."""
        return None if self.rank is None or self.earlier_rank is None else self.earlier_rank - self.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Places in order of score, then name; the line without a value apart; their total score."""

    places: tuple[Place, ...]
    without_value: Place | None
    total: float
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """Both rankings of one dimension; no criticality without weights. `figure` counts all complaints ranked."""

    dimension: str
    figure: Figure
    query: Query
    earlier: Query | None
    weights: tuple[tuple[str, float], ...]
    frequency: Ranking
    criticality: Ranking | None


def pareto(
    facts: Facts, query: Query, dimension: str, *, weights: Weights | None = None, against: Against | None = None
) -> Pareto:
    """The values of a dimension in the query's period; with `against`, their ranks in the earlier one, too.

    `weights` gives each severity a number of 0 or more. KpiError for weights that aren't, or for a query by groups.
    """
    if query.by:
        raise KpiError("a Pareto ranks one dimension; give it as such, and leave the query without groups.")
    _check(weights)
    asked = replace(query, metrics=(METRIC,), period="all")
    earlier = earlier_query(asked, against) if against else None
    now, before = _Counts.of(facts, asked, dimension), _Counts.of(facts, earlier, dimension) if earlier else None
    return Pareto(
        dimension=dimension, figure=measure(facts, asked)[0], query=asked, earlier=earlier,
        weights=tuple((weights or {}).items()), frequency=_ranking(now, before, None),
        criticality=_ranking(now, before, weights) if weights else None,
    )  # fmt: skip


def _check(weights: Weights | None) -> None:
    for severity, weight in (weights or {}).items():
        if not isfinite(weight) or weight < 0:
            raise KpiError(f"the weight of severity '{severity}' is {weight}; give a number of 0 or more.")
    if weights is not None and not any(weights.values()):
        raise KpiError("no severity weighs anything; give at least one a weight above 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """The figure and the severities of every value."""

    query: Query
    figures: dict[str | None, Figure]
    severities: dict[str | None, Severities]

    @staticmethod
    def of(facts: Facts, query: Query, dimension: str) -> _Counts:
        """Counted on the engine: by value, and by value and severity."""
        figures = {f.by[0][1]: f for f in measure(facts, replace(query, by=(dimension,))) if f.n}
        found: dict[str | None, Severities] = {name: Counter() for name in figures}
        both = (dimension,) if dimension == SEVERITY else (dimension, SEVERITY)
        for figure in measure(facts, replace(query, by=both)):
            if figure.n:
                found[figure.by[0][1]][figure.by[-1][1]] += figure.n
        return _Counts(query=query, figures=figures, severities=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """How much a complaint counts: 1 each, or the weight of its severity."""

    weights: Weights | None

    def weight(self, severity: str | None) -> float | None:
        """None where no weight was declared."""
        return 1.0 if self.weights is None else self.weights.get(severity or "")

    def score(self, counts: Severities) -> float:
        """Weights times complaints."""
        return sum((self.weight(severity) or 0.0) * n for severity, n in counts.items())

    def spread(self, counts: Severities) -> float:
        """The variance of a score: of independent complaints, the sum of squared weights."""
        return sum((self.weight(severity) or 0.0) ** 2 * n for severity, n in counts.items())

    def unweighted(self, counts: Severities) -> int:
        """Complaints whose severity has no weight."""
        return sum(n for severity, n in counts.items() if self.weight(severity) is None)

    def share(self, counts: Severities, rest: Severities) -> Estimate:
        """A part of the whole with Wilson's interval; weighted, of as many complaints as would vary as much."""
        score, others = self.score(counts), self.score(rest)
        if not score + others:
            return NOTHING
        part, whole = score / (score + others), score + others
        varies = (1 - part) ** 2 * self.spread(counts) + part**2 * self.spread(rest)
        n = part * (1 - part) * whole**2 / varies if varies else whole**2 / (self.spread(counts) + self.spread(rest))
        found = share_of(part * n, n)
        return replace(found, value=part)

    def tied(self, one: Severities, other: Severities) -> bool:
        """Whether chance could swap the two: the exact binomial test of counts; of scores, its normal counterpart."""
        if self.weights is None:
            return even_split(one.total(), other.total()) >= CHANCE
        step = min((w for s in (*one, *other) if (w := self.weight(s))), default=0.0)
        gap = abs(self.score(one) - self.score(other)) - step
        return gap < Z * sqrt(self.spread(one) + self.spread(other)) or gap <= 0


def _ranking(now: _Counts, before: _Counts | None, weights: Weights | None) -> Ranking:
    scale = _Scale(weights=weights)
    order = sorted((name for name in now.figures if name is not None), key=lambda name: _order(now, scale, name))
    ranks, earlier = _ranks(now, scale), _ranks(before, scale) if before else {}
    whole: Severities = Counter()
    for counts in now.severities.values():
        whole.update(counts)
    total = scale.score(whole)
    sums = accumulate(scale.score(now.severities[name]) for name in order)
    places = tuple(
        replace(
            _place(now, scale, name, whole),
            cumulative=reached / total if total else None,
            rank=ranks[name],
            earlier_rank=earlier.get(name),
            tied_with=_neighbours(now, scale, order, i),
        )
        for i, (name, reached) in enumerate(zip(order, sums, strict=True))
    )
    without = _place(now, scale, None, whole) if None in now.figures else None
    return Ranking(places=places, without_value=without, total=total, sentence=_sentence(places, without, weights))


def _order(counts: _Counts, scale: _Scale, name: str) -> tuple[float, str]:
    return -scale.score(counts.severities[name]), name


def _ranks(counts: _Counts, scale: _Scale) -> dict[str, int]:
    """1 for the highest score; equal scores share a rank, and the next one is that many further on."""
    scores = {name: round(scale.score(found), 9) for name, found in counts.severities.items() if name is not None}
    return {name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()}


def _place(counts: _Counts, scale: _Scale, name: str | None, whole: Severities) -> Place:
    own, figure = counts.severities[name], counts.figures[name]
    heaviest = max((scale.weights or {"": 1.0}).values())
    unweighted = scale.unweighted(own)
    return Place(
        name=name, figure=figure, query=narrowed(counts.query, figure.by), score=scale.score(own),
        worst=scale.score(own) + unweighted * heaviest, unweighted=unweighted, share=scale.share(own, whole - own),
        cumulative=None, rank=None, earlier_rank=None, tied_with=(),
    )  # fmt: skip


def _neighbours(counts: _Counts, scale: _Scale, order: list[str], place: int) -> tuple[str, ...]:
    beside = [order[i] for i in (place - 1, place + 1) if 0 <= i < len(order)]
    own = counts.severities[order[place]]
    return tuple(name for name in beside if scale.tied(own, counts.severities[name]))


def _sentence(places: tuple[Place, ...], without: Place | None, weights: Weights | None) -> Text:
    if not places:
        return Text(fr="Aucune réclamation à classer.", en="No complaint to rank.")
    unweighted = sum(place.unweighted for place in (*places, *([without] if without else [])))
    return joined(_first(places[0], weights), _tie(places), _apart(without), _unweighted(unweighted))


def _first(first: Place, weights: Weights | None) -> Text:
    of = (
        Text(fr="de la criticité", en="of the criticality")
        if weights
        else Text(fr="des réclamations", en="of complaints")
    )
    if first.share.value is None or first.share.low is None or first.share.high is None:
        return NONE
    return sentence(
        Text(fr="« {name} » : {share} {of} (de {low} à {high}).", en="“{name}”: {share} {of} ({low} to {high})."),
        name=first.name or "", share=written(first.share.value), of=of,
        low=written(first.share.low), high=written(first.share.high),
    )  # fmt: skip


def _tie(places: tuple[Place, ...]) -> Text:
    if len(places) < 2:
        return NONE
    tied = Text(
        fr="La {first} place ne se distingue pas de la {second} (« {name} »).",
        en="{first} place can't be distinguished from the {second} (“{name}”).",
    )
    apart = Text(
        fr="La {first} place se distingue de la {second} (« {name} »).",
        en="{first} place can be distinguished from the {second} (“{name}”).",
    )
    second = places[1].name or ""
    return sentence(tied if second in places[0].tied_with else apart, first=ordinal(1), second=ordinal(2), name=second)


def _apart(without: Place | None) -> Text:
    if without is None:
        return NONE
    return sentence(
        Text(
            fr="Sans valeur, hors classement : {n}.",
            en="Without a value, outside the ranks: {n}.",
        ),
        n=number(without.figure.n),
    )


def _unweighted(count: int) -> Text:
    if not count:
        return NONE
    return sentence(
        Text(
            fr="Gravité sans pondération, en fréquence seulement : {n}.",
            en="Severity without a weight, in the frequency only: {n}.",
        ),
        n=number(count),
    )
