"""Motives and criticality in words, tones and chart inputs: what `kpi.committee` ranked. Decides no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from charts.matrix import Dot
from charts.pareto import Row
from charts.ranking import Bar
from charts.regions import Area, outlines
from charts.words import Words
from kpi.committee import Committee, Spot
from kpi.definitions import Compared
from kpi.figure import Figure
from kpi.funnel import Funnel, Position
from kpi.measure import Query
from kpi.overview import Answer
from kpi.pareto import Pareto, Place, Ranking
from kpi.receptions import Receptions
from kpi.spc import Side
from kpi.text import Text
from ui.show import Tone

MONTHS = {"month": 1, "quarter": 3, "year": 12}
SPLITS = ("region", "product", "customer_type", "responsible_process")
RANKINGS = ("frequency", "criticality")
FORM = (*RANKINGS, "map", "origin")
MOST = 8
MARKS = {Side.HIGH: "▲ ", Side.LOW: "▼ "}
RATE = "complaint_rate"


def headline(words: Words, found: Committee) -> tuple[str, str, Tone]:
    """The page's answer: what is complained of most, what is most serious, and whether these are the same."""
    ranked = found.pareto.frequency.places
    if not ranked:
        return words("motifs.none", period=period(words, found.query)), "", Tone.NEUTRAL
    top, serious = ranked[0], found.pareto.criticality
    said = {"period": period(words, found.query), "name": _name(words, found.pareto, top.name)}
    said["share"] = words.share(top.share.value or 0)
    if serious is None or not serious.places or not serious.total:
        return words("motifs.first", **said), words("motifs.no_severity"), Tone.NEUTRAL
    worst = serious.places[0]
    said |= {"worst": _name(words, found.pareto, worst.name), "weight": words.share(worst.share.value or 0)}
    same = worst.name == top.name
    return words("motifs.same" if same else "motifs.apart", **said), _sure(words, found), Tone.NEUTRAL


def _sure(words: Words, found: Committee) -> str:
    """Whether the first ranks could be swapped by chance, for each ranking that has a first and a second."""
    rankings = zip(RANKINGS, (found.pareto.frequency, found.pareto.criticality), strict=True)
    return " ".join(_first_two(words, found.pareto, name, one) for name, one in rankings if one and len(one.places) > 1)


def _first_two(words: Words, found: Pareto, name: str, ranked: Ranking) -> str:
    first, second = ranked.places[:2]
    key = f"motifs.{'tied' if second.name in first.tied_with else 'clear'}_{name}"
    return words(key, second=_name(words, found, second.name))


def period(words: Words, query: Query) -> str:
    """octobre 2026, or from août 2026 to octobre 2026."""
    start, end = query.start or query.as_of, query.end or query.as_of
    first, last = words.month(f"{start:%Y-%m}"), words.month(f"{end:%Y-%m}")
    return first if first == last else words("motifs.from_to", first=first, last=last)


def ranking(words: Words, found: Committee, name: str) -> tuple[str, str, tuple[Row, ...]]:
    """A Pareto's title, what chance leaves open, and its rows."""
    ranked: Ranking | None = getattr(found.pareto, name)
    title = words(f"motifs.{name}")
    if ranked is None or not ranked.total or not ranked.places:
        return title, words("motifs.no_severity" if name == "criticality" else "motifs.no_value"), ()
    shown = ranked.places[:MOST]
    after = dict(pairwise([one.name for one in ranked.places]))
    rows = tuple(_row(words, found, one, after.get(one.name) in one.tied_with) for one in shown)
    return title, words.said(ranked.sentence), (*rows[:-1], replace(rows[-1], tied=False))


def _row(words: Words, found: Committee, one: Place, tied: bool) -> Row:
    share, low, high = one.share.value or 0.0, one.share.low or 0.0, one.share.high or 0.0
    moved = _moved(words, found, one)
    return Row(
        rank=words.number(one.rank or 0), name=_name(words, found.pareto, one.name), share=share, low=low, high=high,
        text=f"{words.share(share)} {moved}".rstrip(), said=_said(words, found, one), tied=tied,
    )  # fmt: skip


def _moved(words: Words, found: Committee, one: Place) -> str:
    """▲2, ▼1, =, or new; nothing where the period before isn't in the data."""
    if not found.compared:
        return ""
    if one.climbed is None:
        return words("motifs.new")
    return "=" if not one.climbed else f"{'▲' if one.climbed > 0 else '▼'}{words.number(abs(one.climbed))}"


def _said(words: Words, found: Committee, one: Place) -> str:
    return words(
        "motifs.hover",
        name=_name(words, found.pareto, one.name),
        n=words.number(one.figure.n),
        interval=words.interval(one.share.low, one.share.high, "share"),
        cumulative=words.share(one.cumulative or 0),
        before=words.number(one.earlier_rank) if one.earlier_rank and found.compared else words.figure(None, ""),
    )


def _name(words: Words, found: Pareto, value: str | None) -> str:
    return words.value(found.dimension, value)


def opened(words: Words, found: Committee, name: str) -> list[tuple[str, Answer]]:
    """The values of a ranking by name, with the answers that open on their lines."""
    ranked: Ranking | None = getattr(found.pareto, name)
    places = ranked.places if ranked else ()
    return [(_name(words, found.pareto, one.name), Answer(figure=one.figure, query=one.query)) for one in places]


def dots(words: Words, found: Committee) -> tuple[str, str, tuple[Dot, ...]]:
    """The map's title, which values lie in the corner to be treated first, and its dots."""
    title = words("motifs.map")
    if not found.spots:
        return title, words("motifs.no_severity"), ()
    first = [_name(words, found.pareto, one.place.name) for one in found.spots if _first(found, one)]
    finding = words("motifs.map_found", names=", ".join(first)) if first else words("motifs.map_none")
    return title, finding, tuple(_dot(words, found, one) for one in found.spots)


def _first(found: Committee, one: Spot) -> bool:
    return one.share > (found.even or 0) and one.weight > (found.mean_weight or 0)


def _dot(words: Words, found: Committee, one: Spot) -> Dot:
    name, part = _name(words, found.pareto, one.place.name), words.share(one.part)
    said = words(
        "motifs.map_hover", name=name, share=words.share(one.share), weight=words.number(one.weight, 1), part=part
    )
    return Dot(
        name=name, share=one.share, weight=one.weight, part=one.part, said=said, first=_first(found, one),
    )  # fmt: skip


def weighed(words: Words, found: Committee) -> str:
    """What each severity weighs, as it was declared here; and that what isn't known has no weight."""
    if not found.pareto.weights:
        return words("motifs.no_severity")
    pairs = ", ".join(f"{name} = {words.number(weight)}" for name, weight in found.pareto.weights)
    return words("motifs.weights", pairs=pairs)


def legend(words: Words, found: Committee) -> str:
    """What the signs of the rankings mean, and whether movement can be told."""
    return words("motifs.legend" if found.compared else "motifs.legend_alone")


def split(words: Words, found: Pareto, rated: Funnel) -> tuple[str, str, tuple[Bar, ...], tuple[Area, ...]]:
    """A dimension's title, what stands out of it, its bars, and for regions of France its map."""
    title = words(f"motifs.by.{found.dimension}")
    if not found.frequency.places:
        return title, words("motifs.no_value"), (), ()
    known = found.dimension == "region" and rated.center is not None
    finding = words.said(rated.sentence if known else found.frequency.sentence)
    drawn = areas(words, found, rated) if found.dimension == "region" else ()
    bar = _short if drawn else _bar
    return title, finding, tuple(bar(words, found, one) for one in found.frequency.places[:MOST]), drawn


def aside(words: Words, found: Pareto, rated: Funnel, drawn: tuple[Area, ...]) -> list[str]:
    """What a map shows, and how many complaints it can't."""
    if not drawn:
        return []
    shown = {area.name for area in drawn}
    away = found.figure.n - sum(one.figure.n for one in found.frequency.places if _region(one.name) in shown)
    how = words("motifs.rates" if rated.center is not None else "motifs.counts")
    return [how, words.plural("motifs.elsewhere", away)] if away else [how]


def places(words: Words, found: Pareto) -> list[tuple[str, Answer]]:
    """The values of a dimension by name, with the answers that open on their lines."""
    every = (*found.frequency.places, *([w] if (w := found.frequency.without_value) else []))
    return [(_name(words, found, one.name), Answer(figure=one.figure, query=one.query)) for one in every]


def _short(words: Words, found: Pareto, one: Place) -> Bar:
    """Beside the map, where there is little room."""
    text = words("motifs.bar", n=words.number(one.figure.n), interval=words.share(one.share.value or 0))
    return Bar(name=_name(words, found, one.name), count=one.figure.n, text=text)


def _bar(words: Words, found: Pareto, one: Place) -> Bar:
    text = words(
        "motifs.bar", n=words.number(one.figure.n), interval=words.interval(one.share.low, one.share.high, "share")
    )
    return Bar(name=_name(words, found, one.name), count=one.figure.n, text=text)


def origin(words: Words, found: Pareto) -> tuple[str, str, tuple[Bar, ...]]:
    """Which process the complaints really come from."""
    title = words("motifs.origin")
    if not found.frequency.places:
        return title, words("motifs.no_process"), ()
    top = tuple(_bar(words, found, one) for one in found.frequency.places[:5])
    return title, words.said(found.frequency.sentence), top


def areas(words: Words, found: Pareto, rated: Funnel) -> tuple[Area, ...]:
    """The regions of France that the data name: by rate where exposures are known, by number otherwise."""
    if rated.center is not None:
        return tuple(
            _rated(words, one.figure, one.judged_position, one.side) for one in rated.points if _on_map(one.by)
        )
    return tuple(
        Area(name=_region(one.name), value=one.figure.n, text=words.number(one.figure.n), said=_said_n(words, one))
        for one in found.frequency.places
        if _region(one.name) in outlines()
    )


def _on_map(by: tuple[tuple[str, str | None], ...]) -> bool:
    return _region(by[0][1]) in outlines()


def _region(name: str | None) -> str:
    """A region's name with a straight apostrophe, as the outlines have it."""
    return (name or "").replace("’", "'")


def _rated(words: Words, figure: Figure, position: Position, side: Side | None) -> Area:
    value, name = figure.value, _region(figure.by[0][1])
    text = words.figure(None, "") if value is None else words.number(value, 2)
    said = words("motifs.area", name=name, rate=text, interval=_between(words, figure), n=words.number(figure.n))
    far = position is Position.OUTSIDE and side is not None
    return Area(name=name, value=value, text=text, said=said, mark=MARKS[side] if far and side else "")


def _between(words: Words, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return words("unit.interval", low=words.number(figure.low, 2), high=words.number(figure.high, 2))


def _said_n(words: Words, one: Place) -> str:
    return words("motifs.area_n", name=one.name, n=words.number(one.figure.n), share=words.share(one.share.value or 0))


def by_day(words: Words, found: Receptions) -> tuple[str, str]:
    """The calendar's title, and the weekday and the day that brought most."""
    title = words("motifs.calendar")
    if found.peak is None:
        return title, words("motifs.no_day")
    most = max(found.weekdays, key=lambda one: one.mean)
    return title, words(
        "motifs.calendar_found",
        weekday=words.weekday(date(2024, 1, 1 + most.weekday)),
        mean=words.number(most.mean, 0 if most.mean >= 10 else 1),
        peak=words.day(found.peak.day),
        n=words.number(found.peak.n),
    )


def received(found: Receptions) -> Answer | None:
    """What opens on the days drawn."""
    return Answer(figure=found.figure, query=found.query) if found.total else None


def definitions(words: Words, found: tuple[Compared, ...]) -> tuple[str, str, tuple[Bar, ...], list[str]]:
    """The same complaints under each definition: title, finding, bars, and what may not be what it seems."""
    most, least = max(one.volume.n for one in found), min(one.volume.n for one in found)
    key = "motifs.definitions_differ" if least < most else "motifs.definitions_alike"
    finding = words(key, most=words.number(most), least=words.number(least))
    doubts = [_doubt(words, one, text) for one in found for text in one.doubts]
    return words("motifs.definitions"), finding, tuple(_defined(words, one) for one in found), doubts


def _doubt(words: Words, one: Compared, text: Text) -> str:
    return words("motifs.doubt", title=words.said(one.definition.title), text=words.said(text))


def _defined(words: Words, one: Compared) -> Bar:
    unknown = words.plural("motifs.unknown", one.unknown) if one.unknown else ""
    gap = f"−{words.number(-one.difference)}" if one.difference else ""
    text = " · ".join(part for part in (words.number(one.volume.n), gap, unknown) if part)
    name = words.known(f"motifs.defined.{one.definition.name}", words.said(one.definition.title))
    return Bar(name=name, count=one.volume.n, text=text)
