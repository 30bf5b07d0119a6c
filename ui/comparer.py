"""The comparison page in words and tones: funnel, earlier periods, silences, late registration. Decides no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from charts.funnel import Funnel as Drawn
from charts.funnel import Group, written
from charts.words import Words
from kpi.catalog import metric
from kpi.comparison import Comparison
from kpi.contrast import Finding
from kpi.funnel import Funnel, Limits, Point, Position
from kpi.groups import group_name
from kpi.late_registration import Completeness
from kpi.overview import Answer
from kpi.silence import Silence
from kpi.spans import Against
from kpi.wording import day as dated
from ui.motifs import period
from ui.show import Tile, Tone, Value
from ui.steering import sentence_case
from ui.tiles import missing

METRICS = (
    *("answered_in_sla", "complaint_rate", "acknowledged_in_time", "reopened", "repeat", "escalated", "upheld"),
    "csat",
)
GROUPS = ("site", "handler_team", "channel", "region")
BEYOND = (Position.ALERT, Position.OUTSIDE)
NAMED, LISTED = 4, 6
WAYS = {"previous": Against.PREVIOUS, "year": Against.LAST_YEAR, "weekdays": Against.LAST_YEAR_SAME_WEEKDAYS}
FINDINGS = {
    Finding.HIGHER: "higher",
    Finding.LOWER: "lower",
    Finding.ALIKE: "alike",
    Finding.CALENDAR: "calendar",
    Finding.TO_COME: "to_come",
    Finding.UNKNOWN: "unknown",
}


def title(words: Words, name: str) -> str:
    """A metric's name."""
    return words.said(metric(name).title)


def groups_of(supplies: frozenset[str]) -> tuple[str, ...]:
    """The dimensions that the data give; all of them where they give none."""
    return tuple(name for name in GROUPS if name in supplies) or GROUPS


def headline(words: Words, found: Funnel, by: str) -> tuple[str, str, Tone]:
    """Who really differs from all together, and what the rest is."""
    detail = words("comparer.fair", period=sentence_case(period(words, found.query)))
    if found.center is None or not any(point.judged for point in found.points):
        return (
            words("comparer.nobody_judged", by=words(f"canonical.{by}").lower()),
            words.said(found.sentence),
            Tone.NEUTRAL,
        )
    far = [point for point in found.points if point.judged_position is Position.OUTSIDE]
    said = {"title": title(words, found.metric), "center": written(found.center, found.overall.unit, words)}
    if not far:
        return words("comparer.alike", **said), detail, Tone.NEUTRAL
    names = ", ".join(_told(words, point) for point in far[:NAMED]) + (" …" if len(far) > NAMED else "")
    return words("comparer.apart", names=names, **said), detail, _worst(far)


def _told(words: Words, point: Point) -> str:
    return f"{name(words, point)} ({_value(words, point)})"


def _worst(far: Sequence[Point]) -> Tone:
    tones = [tone_of(point) for point in far]
    return next(tone for tone in (Tone.BREACH, Tone.WARNING, Tone.GOOD) if tone in tones)


def tone_of(point: Point) -> Tone:
    """Red only for a group that is beyond the outer limits on the wrong side."""
    if point.judged_position is Position.ALERT or (point.judged_position in BEYOND and point.favourable is None):
        return Tone.WARNING
    if point.judged_position is Position.OUTSIDE:
        return Tone.GOOD if point.favourable else Tone.BREACH
    return Tone.NEUTRAL


def name(words: Words, point: Point) -> str:
    """A group as the reader calls it."""
    dimension, value = point.by[0]
    return words.value(dimension, value)


def _value(words: Words, point: Point) -> str:
    value = point.figure.value
    return words.figure(None, "") if value is None else written(value, point.figure.unit, words)


def drawn(words: Words, found: Funnel) -> Drawn | None:
    """What the funnel draws: the groups that are judged; None where none is."""
    shown = tuple(_group(words, point, point.judged) for point in found.points if point.judged)
    return Drawn(groups=shown, center=found.center or 0.0, unit=found.overall.unit) if shown else None


def _group(words: Words, point: Point, judged: Limits) -> Group:
    beyond, unit = point.judged_position in BEYOND, point.figure.unit
    said = words("comparer.hover", name=name(words, point), value=_value(words, point), n=words.number(point.figure.n))
    limits = words("comparer.limits", low=written(judged.low, unit, words), high=written(judged.high, unit, words))
    return Group(
        name=name(words, point) if beyond else "", size=point.size, value=point.figure.value or 0.0, limits=judged,
        tone=tone_of(point).value, side=point.side if beyond else None, said=f"{said}, {limits}",
    )  # fmt: skip


def small(words: Words, found: Funnel) -> tuple[str, list[str], Tone]:
    """The groups too small to be judged, and those without a figure, each with its n."""
    few = [
        _few(words, point) for point in found.points if point.judged_position in (Position.TOO_FEW, Position.UNKNOWN)
    ]
    if not few:
        return words("comparer.no_small" if found.points else "comparer.late_unknown"), [], Tone.NEUTRAL
    more = [words.plural("comparer.more", len(few) - LISTED)] if len(few) > LISTED else []
    return words.plural("comparer.some_small", len(few)), [*few[:LISTED], *more], Tone.NEUTRAL


def _few(words: Words, point: Point) -> str:
    told = name(words, point)
    if point.figure.value is None and point.figure.reason:
        return words("comparer.unjudged", name=told, reason=words.said(point.figure.reason))
    return words("comparer.few", name=told, value=_value(words, point), n=words.number(point.figure.n))


def answers(words: Words, found: Funnel) -> list[tuple[str, Answer]]:
    """The groups that open on their lines: those beyond the limits first."""
    order = sorted(found.points, key=lambda point: point.judged_position not in BEYOND)
    return [(name(words, point), Answer(figure=point.figure, query=point.query)) for point in order]


def table(words: Words, found: Funnel) -> pa.Table:
    """Every group in order of name: its figure, interval, n and where it lies."""
    points = sorted(found.points, key=lambda point: name(words, point))
    columns = {
        "name": [name(words, point) for point in points],
        "value": [_value(words, point) for point in points],
        "interval": [_interval(words, point) for point in points],
        "n": [point.figure.n for point in points],
        "position": [words(f"comparer.position.{_position(point)}") for point in points],
    }
    return pa.table({words(f"comparer.column.{key}"): values for key, values in columns.items()})


def _interval(words: Words, point: Point) -> str:
    low, high, unit = point.figure.low, point.figure.high, point.figure.unit
    if low is None or high is None:
        return ""
    return words("unit.interval", low=written(low, unit, words), high=written(high, unit, words))


def _position(point: Point) -> str:
    side = f"_{point.side.value}" if point.judged_position in BEYOND and point.side else ""
    return f"{point.judged_position.name.lower()}{side}"


def form(words: Words) -> dict[str, str]:
    """What the page will give, by key."""
    return {key: words(f"comparer.way.{key}") for key in WAYS} | {"rate": title(words, "complaint_rate")}


def tiles(words: Words, pairs: Mapping[str, Comparison], yearly: Comparison) -> list[tuple[Tile, Answer]]:
    """The figure against each earlier period, and complaints per 1,000 customers, each with its lines."""
    shown = [(compared(words, key, words(f"comparer.way.{key}"), one), _lines(one)) for key, one in pairs.items()]
    return [*shown, (rate(words, yearly), _lines(yearly))]


def _lines(found: Comparison) -> Answer:
    return Answer(figure=found.current.figure, query=found.current.query)


def compared(words: Words, key: str, label: str, found: Comparison) -> Tile:
    """A figure against an earlier one: by how much, within what, and whether chance explains it."""
    if found.difference.value is None:
        return missing(words, key, label, words.said(found.sentence))
    now, before = (written(one.value or 0.0, one.figure.unit, words) for one in (found.current, found.earlier))
    return Tile(
        key=key,
        label=label,
        values=(Value(text=change(words, found)),),
        tone=_tone(found),
        word=words(f"comparer.finding.{FINDINGS[found.finding]}"),
        notes=(words("comparer.values", now=now, before=before), _within(words, found), _months(words, found)),
    )


def _tone(found: Comparison) -> Tone:
    if found.finding not in (Finding.HIGHER, Finding.LOWER):
        return Tone.NEUTRAL
    return Tone.WARNING if found.favourable is None else Tone.GOOD if found.favourable else Tone.BREACH


def change(words: Words, found: Comparison) -> str:
    """+2,3 points for a share, +12 % for a count or a rate, +1,5 j for a delay."""
    unit = found.current.figure.unit
    if unit == "share":
        return words("comparer.points", n=_signed(words, 100 * (found.difference.value or 0.0), 1))
    if found.ratio.value is not None:
        return words("comparer.percent", n=_signed(words, 100 * (found.ratio.value - 1), 0))
    return _signed(words, found.difference.value or 0.0, 1)


def _within(words: Words, found: Comparison) -> str:
    if found.current.figure.unit == "share" and found.difference.low is not None and found.difference.high is not None:
        low, high = (_signed(words, 100 * end, 1) for end in (found.difference.low, found.difference.high))
        return words("comparer.within_points", low=low, high=high)
    if found.ratio.low is None or found.ratio.high is None:
        return ""
    low, high = (_signed(words, 100 * (end - 1), 0) for end in (found.ratio.low, found.ratio.high))
    return words("comparer.within_percent", low=low, high=high)


def _months(words: Words, found: Comparison) -> str:
    days, before = found.current.working_days, found.earlier.working_days
    start, end = (dated(one)(words.lang) for one in (found.earlier.span.start, found.earlier.span.end))
    return words("comparer.days", days=days, before=before, start=start, end=end)


def _signed(words: Words, value: float, digits: int) -> str:
    sign = "" if round(value, digits) == 0 else "+" if value > 0 else "−"
    return sign + words.number(abs(value), digits)


def rate(words: Words, found: Comparison) -> Tile:
    """Complaints per 1,000 customers, and a year before."""
    label = words("comparer.rate", period=period(words, found.current.query))
    if found.current.value is None:
        reason = found.current.figure.reason
        return missing(words, "rate", label, words.said(reason) if reason else words.said(found.sentence))
    known = found.difference.value is not None
    said = (
        words("comparer.rate_year", before=_rated(words, found.earlier.value), change=change(words, found))
        if known
        else ""
    )
    finding = words(f"comparer.finding.{FINDINGS[found.finding]}") if known else words("comparer.rate_alone")
    return Tile(
        key="rate", label=label, values=(Value(text=_rated(words, found.current.value)),), tone=_tone(found),
        word=finding, notes=(said, _within(words, found) if known else ""),
    )  # fmt: skip


def _rated(words: Words, value: float | None) -> str:
    return words.figure(None, "") if value is None else words.number(value, 2)


def silent(words: Words, found: tuple[Silence, ...]) -> tuple[str, list[str], Tone]:
    """Who stopped recording complaints; a silence is an alert, not good news."""
    alerts = [one for one in found if one.alert]
    if not found:
        return words("comparer.silence_unknown"), [], Tone.NONE
    if not alerts:
        return words.plural("comparer.nobody_silent", len(found)), [], Tone.NEUTRAL
    names = ", ".join(words.said(group_name(one.by)) if one.by else words("comparer.all") for one in alerts)
    return (
        words.plural("comparer.silent", len(alerts), names=names),
        [words.said(one.sentence) for one in alerts],
        Tone.WARNING,
    )


def late(words: Words, found: tuple[Completeness, ...]) -> tuple[str, list[str], Tone]:
    """Whether the last months are complete, or what is still to be registered."""
    said = [words.said(one.sentence) for one in found]
    if not any(one.share.value is not None for one in found):
        return words("comparer.late_unknown"), list(dict.fromkeys(said)), Tone.NONE
    wanting = any(one.incomplete for one in found)
    return (
        words("comparer.to_register" if wanting else "comparer.registered"),
        said,
        Tone.WARNING if wanting else Tone.NEUTRAL,
    )
