"""Stock and flow: its sentence, tiles, charts and list. Puts into words and tones what kpi counted; counts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from charts.flow import Named as FlowNames
from charts.forecast import Named as ForecastNames
from charts.ranking import Bar
from charts.stacked import Part, Stack
from charts.words import Words, typeset
from kpi.ageing import Band
from kpi.falling_due import Forecast
from kpi.flows import Moved
from kpi.labels import period_name
from kpi.measure import Query
from kpi.metrics.overdue_in_5 import AHEAD
from kpi.overdue_list import MOST, Overdue
from kpi.overview import Answer, Where
from kpi.signals import Signal
from kpi.verdict import Variation
from ui.show import Tile, Tone, Value
from ui.steering import sentence_case
from ui.tiles import count, missing, share

NOW = ("backlog", "overdue", "overdue_in_5", "forgotten")
BLANK = (*NOW, "flow_balance", "misrouted")
WIDTHS = (1, 1, 1, 1, 1, 1)
PERIODS = ("month", "week")
TEAMS = 6
OLD = 2
TONES = {Variation.IMPROVEMENT: Tone.GOOD, Variation.CONCERN: Tone.BREACH, Variation.CHANGE: Tone.WARNING}


def now(as_of: date, where: Where) -> Query:
    """What is open at the end of the day."""
    return Query(metrics=NOW, as_of=as_of, where=where)


def month(as_of: date, dates: tuple[date, date], where: Where) -> Query:
    """What was misrouted of the month's closed."""
    return Query(metrics=("misrouted",), as_of=as_of, start=dates[0], end=dates[1], where=where)


def moving(as_of: date, period: str, where: Where) -> Query:
    """The stock by period."""
    return Query(metrics=("backlog",), as_of=as_of, period="week" if period == "week" else "month", where=where)


def headline(words: Words, found: dict[str, Answer], late: Overdue, stock: Sequence[Signal]) -> tuple[str, str, Tone]:
    """How many wait, how many too long, and how many will in five days."""
    opened, overdue, soon = (found[name].figure for name in ("backlog", "overdue", "overdue_in_5"))
    trend = sentence_case(words("stock.trend", finding=words.said(stock[0].verdict.finding))) if stock else ""
    if opened.value is None:
        why = words.said(opened.reason) if opened.reason else ""
        return words("stock.none", reason=why), "", Tone.NEUTRAL
    if overdue.value is None:
        why = words.said(overdue.reason) if overdue.reason else ""
        return words.plural("stock.open_only", opened.n), words("stock.no_due", reason=why), Tone.NEUTRAL
    if not opened.n:
        return words("stock.sentence_zero"), trend, Tone.GOOD
    key = "stock.sentence" if overdue.n or soon.n else "stock.sentence_none"
    sentence = words.plural(key, opened.n, late=words.number(overdue.n), soon=words.number(soon.n))
    oldest = words.plural("pilotage.oldest", late.rows[0].late) if late.rows else ""
    detail = ". ".join(text for text in (oldest, trend) if text)
    return sentence, detail, Tone.BREACH if overdue.n else Tone.GOOD


def tiles(
    words: Words,
    found: dict[str, Answer],
    late: Overdue,
    moved: Sequence[Moved],
    misrouted: Answer,
    stock: Sequence[Signal],
    as_of: date,
) -> tuple[tuple[Tile, Answer | None], ...]:
    """Each tile with the answer that opens on its lines."""
    whole = [one for one in moved if not one.running]
    return (
        (_open(words, found["backlog"], stock), found["backlog"]),
        (_overdue(words, found["overdue"], late), found["overdue"]),
        (_soon(words, found, as_of), found["overdue_in_5"]),
        (_balance(words, whole[-1] if whole else None), whole[-1].balance if whole else None),
        (_forgotten(words, found["forgotten"]), found["forgotten"]),
        (
            share(
                words,
                "misrouted",
                words("stock.misrouted"),
                misrouted,
                words("stock.misrouted_note", month=_month(words, misrouted)),
            ),
            misrouted,
        ),
    )


def _month(words: Words, answer: Answer) -> str:
    return words.month(f"{answer.query.start:%Y-%m}") if answer.query.start else ""


def _open(words: Words, answer: Answer, stock: Sequence[Signal]) -> Tile:
    """The stock, with a word where it really changed."""
    finding, tone = trend(words, stock)
    said = finding if tone in TONES.values() else ""
    return count(
        words, "open", words("stock.open"), answer, tone if said else Tone.NEUTRAL, said, words("stock.open_on")
    )


def _overdue(words: Words, answer: Answer, late: Overdue) -> Tile:
    some = answer.figure.n > 0
    oldest = words.plural("pilotage.oldest", late.rows[0].late) if late.rows else ""
    said = words("pilotage.overdue_some" if some else "pilotage.overdue_none")
    return count(words, "overdue", words("pilotage.overdue"), answer, Tone.BREACH if some else Tone.GOOD, said, oldest)


def _soon(words: Words, found: dict[str, Answer], as_of: date) -> Tile:
    answer, already = found["overdue_in_5"], found["overdue"].figure.n
    more = answer.figure.n - already
    day = words.short_day(as_of + timedelta(days=AHEAD))
    said = words.plural("stock.soon_more", more) if more else words("stock.soon_none")
    tone = Tone.WARNING if more else Tone.NEUTRAL
    return count(words, "soon", words("stock.soon"), answer, tone, said, words("stock.soon_on", day=day))


def _balance(words: Words, last: Moved | None) -> Tile:
    if last is None:
        return missing(words, "balance", words("stock.balance_none"), words("chart.none"))
    value = last.entered - last.left
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return Tile(
        key="balance",
        label=words("stock.balance", period=period_of(words, last)),
        values=(Value(text=f"{sign}{words.number(abs(value))}"),),
        notes=(words("stock.balance_note", entered=words.number(last.entered), left=words.number(last.left)),),
    )


def period_of(words: Words, one: Moved) -> str:
    """A period in words."""
    return typeset(period_name(one.period, words.lang), words.lang)


def _forgotten(words: Words, answer: Answer) -> Tile:
    some = answer.figure.n > 0
    said = words("stock.forgotten_some" if some else "stock.forgotten_none")
    tone = Tone.WARNING if some else Tone.GOOD
    return count(words, "forgotten", words("stock.forgotten"), answer, tone, said, words("stock.forgotten_note"))


def blank(words: Words) -> tuple[Tile, ...]:
    """The tiles before there is any complaint."""
    return tuple(missing(words, f"blank-{name}", words(f"stock.blank.{name}"), words("empty.title")) for name in BLANK)


def ages(words: Words, found: Sequence[Band]) -> tuple[str, tuple[Stack, ...]]:
    """How much of the stock is old, and how much of each age is late."""
    total = sum(band.open.figure.n for band in found)
    if not total:
        return words("stock.nothing_open"), ()
    old = sum(band.open.figure.n for band in found[-OLD:])
    return words.plural("stock.old", old, all=words.number(total)), tuple(_age(words, band) for band in found)


def _age(words: Words, band: Band) -> Stack:
    waiting = band.open.figure.n - band.overdue
    return Stack(
        name=age_name(words, band),
        parts=(Part(count=waiting), Part(count=band.overdue, tone="breach", hatched=True)),
        text=words.number(band.open.figure.n),
        more=words("stock.of_them_late", n=words.number(band.overdue)) if band.overdue else "",
    )


def age_name(words: Words, band: Band) -> str:
    """15 to 30 days, more than 60 days."""
    low, _, high = band.name.partition("-")
    if not high:
        return words("stock.age_over", low=low.rstrip("+"))
    return words("stock.age", low=low, high=high)


def trend(words: Words, stock: Sequence[Signal]) -> tuple[str, Tone]:
    """Whether the stock really changes."""
    if not stock:
        return words("chart.none"), Tone.NONE
    judged = stock[0].verdict
    return sentence_case(words.said(judged.finding)), TONES.get(judged.variation, Tone.NEUTRAL)


def sides(words: Words) -> FlowNames:
    """What the parts of the chart of flows are called."""
    return FlowNames(stock=words("stock.line"), entered=words("stock.entered"), left=words("stock.left"))


def ahead(words: Words, found: Forecast, as_of: date) -> tuple[str, Tone, ForecastNames]:
    """How many will be late in five days and in two weeks."""
    last = found.days[-1]
    finding = words(
        "stock.ahead" if last.overdue else "stock.ahead_none",
        soon=words.number(found.after(AHEAD)),
        day=words.short_day(as_of + timedelta(days=AHEAD)),
        later=words.number(last.overdue),
        last=words.short_day(last.day),
    )
    names = ForecastNames(
        already=words("stock.already", n=words.number(found.now)), newly=words("stock.newly"), ahead=AHEAD
    )
    return finding, Tone.WARNING if found.after(AHEAD) > found.now else Tone.NEUTRAL, names


def teams(words: Words, late: Overdue) -> tuple[Bar, ...]:
    """Who has the most overdue."""
    return tuple(
        Bar(name=words.value("handler_team", team), count=answer.figure.n, text=words.number(answer.figure.n))
        for team, answer in late.teams[:TEAMS]
    )


def team_answers(words: Words, late: Overdue) -> list[tuple[str, Answer]]:
    """Each team with the answer that opens on its lines."""
    return [(words.value("handler_team", team), answer) for team, answer in late.teams]


def listed(words: Words, late: Overdue) -> pa.Table:
    """The list, in the reader's words."""
    rows = late.rows
    return pa.table(
        {
            "late": pa.array([row.late for row in rows], pa.int32()),
            "complaint_id": [row.complaint_id for row in rows],
            "handler_team": pa.array([row.team for row in rows], pa.string()),
            "due": pa.array([row.due for row in rows], pa.date32()),
            "received_at": pa.array([row.received for row in rows], pa.date32()),
            "motive": pa.array([row.motive for row in rows], pa.string()),
            "channel": pa.array([row.channel and words.value("channel", row.channel) for row in rows], pa.string()),
        }
    )


def cut(words: Words, late: Overdue) -> str:
    """What the list shows of all."""
    n = late.answer.figure.n
    if not n:
        return words("headline.no_overdue")
    said = words.plural("stock.listed", n)
    return f"{said} {words('stock.cut', n=words.number(MOST))}" if n > len(late.rows) else said
