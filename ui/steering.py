"""The steering page's tiles, charts and sentence: `kpi.overview` put into words and tones. Decides no figure."""

from __future__ import annotations

from datetime import timedelta

from charts.control import Series
from charts.ranking import Bar
from charts.words import Words
from kpi.catalog import metric
from kpi.overview import Answer, Overview, Standing
from kpi.verdict import Variation
from ui.show import Tile, Tone, Value

SOON = timedelta(days=5)
TONES = {
    Standing.MET: Tone.GOOD,
    Standing.NEAR: Tone.WARNING,
    Standing.MISSED: Tone.BREACH,
    Standing.UNKNOWN: Tone.NEUTRAL,
}
CHARTS = ("answered_in_sla", "volume", "reply_delay_p90")
TILES = ("answered_in_sla", "overdue", "due_soon", "volume", "reply_delay_median", "forgotten")
WIDTHS = (1.6, 1.05, 1, 1.1, 1.35, 1.15)
USEFUL = (
    *("replied_at", "channel", "region", "product", "motive", "vulnerable", "customer_key", "cause_occurrence"),
    "csat",
)


def headline(words: Words, found: Overview) -> tuple[str, str, Tone]:
    """The page's answer: is the promise kept, is it a real change, and how many wait."""
    sla = found.answer("answered_in_sla")
    if sla.figure.value is None:
        return words("headline.none", reason=_reason(words, sla)), _waiting(words, found), Tone.NEUTRAL
    sentence = words(
        f"headline.{sla.standing.value}",
        month=words.month(found.month),
        value=words.share(sla.figure.value),
        target=words.share(sla.objective or 0, 0),
    )
    return sentence, f"{sentence_case(words.said(sla.verdict.sentence))}. {_waiting(words, found)}", TONES[sla.standing]


def _waiting(words: Words, found: Overview) -> str:
    overdue = found.answer("overdue").figure
    if overdue.value is None:
        return ""
    return words.plural("headline.overdue", overdue.n) if overdue.n else words("headline.no_overdue")


def tiles(words: Words, found: Overview, supplies: frozenset[str]) -> tuple[tuple[Tile, Answer | None], ...]:
    """Each tile with the answer that opens on its lines."""
    overdue, soon = found.answer("overdue"), found.answer("due_soon")
    return (
        (_sla(words, found), found.answer("answered_in_sla")),
        (_overdue(words, found, overdue), overdue),
        (_soon(words, found, soon), soon),
        (_volume(words, found), found.answer("volume")),
        (_delay(words, found), found.answer("reply_delay_median")),
        (_vulnerable(words, found, supplies), found.vulnerable),
    )


def blank_tiles(words: Words) -> tuple[Tile, ...]:
    """What the page will show, before there is any complaint: every figure is a dash."""
    return tuple(
        _missing(words, f"blank-{name}", words.said(metric(name).title), words("empty.title")) for name in TILES
    )


def _sla(words: Words, found: Overview) -> Tile:
    answer = found.answer("answered_in_sla")
    label = words("pilotage.sla", month=words.month(found.month))
    running = _running(words, found)
    if answer.figure.value is None:
        return _missing(words, "sla", label, _reason(words, answer), running)
    figure = answer.figure
    interval = words.interval(figure.low, figure.high, figure.unit)
    return Tile(
        key="sla",
        label=label,
        values=(Value(text=words.share(figure.value or 0)),),
        tone=TONES[answer.standing],
        word=words(f"pilotage.sla_{answer.standing.value}", target=words.share(answer.objective or 0, 0)),
        notes=(words("pilotage.sla_interval", interval=sentence_case(interval), n=words.number(figure.n)), running),
    )


def _running(words: Words, found: Overview) -> str:
    low, high = found.answer("answered_in_sla_low").figure, found.answer("answered_in_sla_high").figure
    if low.value is None or high.value is None:
        return ""
    settled = low.value == high.value
    return words(
        "pilotage.sla_settled" if settled else "pilotage.sla_running",
        month=sentence_case(words.month(found.running)),
        low=words.share(low.value, 0),
        high=words.share(high.value, 0),
    )


def _overdue(words: Words, found: Overview, answer: Answer) -> Tile:
    label = words("pilotage.overdue")
    if answer.figure.value is None:
        return _missing(words, "overdue", label, _reason(words, answer))
    oldest = words.plural("pilotage.oldest", found.oldest.late) if found.oldest else ""
    quiet = found.answer("forgotten").figure
    return Tile(
        key="overdue",
        label=label,
        values=(Value(text=words.number(answer.figure.n)),),
        tone=Tone.BREACH if answer.figure.n else Tone.GOOD,
        word=words("pilotage.overdue_some" if answer.figure.n else "pilotage.overdue_none"),
        notes=(oldest, words.plural("pilotage.forgotten", quiet.n) if quiet.value else ""),
    )


def _soon(words: Words, found: Overview, answer: Answer) -> Tile:
    label = words("pilotage.due_soon")
    if answer.figure.value is None:
        return _missing(words, "soon", label, _reason(words, answer))
    until = words("pilotage.due_soon_until", day=words.short_day(found.as_of + SOON))
    return Tile(
        key="soon",
        label=label,
        values=(Value(text=words.number(answer.figure.n)),),
        notes=(until if answer.figure.n else words("pilotage.due_soon_none"),),
    )


def _volume(words: Words, found: Overview) -> Tile:
    answer = found.answer("volume")
    chart, side = answer.chart, answer.unusual
    if chart is None or chart.trial:
        tone, word, note = Tone.NEUTRAL, "", words("pilotage.volume_short")
    else:
        tone = Tone.WARNING if side else Tone.NEUTRAL
        word = words(f"pilotage.volume_{side.value if side else 'usual'}")
        note = words("pilotage.volume_range", low=words.number(chart.lower), high=words.number(chart.upper))
    return Tile(
        key="volume",
        label=words("pilotage.volume", month=words.month(found.month)),
        values=(Value(text=words.number(answer.figure.value or 0)),),
        tone=tone,
        word=word,
        notes=(note,),
    )


def _delay(words: Words, found: Overview) -> Tile:
    median, p90 = found.answer("reply_delay_median"), found.answer("reply_delay_p90")
    label = words("pilotage.delay")
    if not median.figure.n:
        return _missing(words, "delay", label, _reason(words, median))
    return Tile(
        key="delay",
        label=label,
        values=tuple(
            _waited(words, words(f"pilotage.{name}"), answer)
            for name, answer in (("delay_median", median), ("delay_p90", p90))
        ),
        notes=(words("pilotage.delay_note", month=words.month(found.month)),),
    )


def _waited(words: Words, caption: str, answer: Answer) -> Value:
    """A quantile; where it isn't reached, the dash stands large and the words below it."""
    if answer.figure.value is None:
        return Value(text=words.figure(None, "days"), caption=f"{caption}, {words.days(None)}")
    return Value(text=words.days(answer.figure.value), caption=caption)


def _vulnerable(words: Words, found: Overview, supplies: frozenset[str]) -> Tile:
    label = words("pilotage.vulnerable")
    answer = found.vulnerable
    if answer is None:
        lacking = "vulnerable" not in supplies
        reason = words("pilotage.lacking", what=words("pilotage.lacks.vulnerable"))
        return _missing(words, "vulnerable", label, reason if lacking else words("pilotage.vulnerable_none"))
    if answer.figure.value is None:
        return _missing(words, "vulnerable", label, _reason(words, answer))
    everybody = found.answer("answered_in_sla").figure.value
    return Tile(
        key="vulnerable",
        label=label,
        values=(Value(text=words.share(answer.figure.value)),),
        notes=(
            words("pilotage.vulnerable_gap", value=words.figure(everybody, "share")),
            words("pilotage.vulnerable_n", n=words.number(answer.figure.n), month=words.month(found.month)),
        ),
    )


def _missing(words: Words, key: str, label: str, reason: str, more: str = "") -> Tile:
    return Tile(
        key=key,
        label=label,
        values=(Value(text=words.figure(None, "")),),
        tone=Tone.NONE,
        word=words("pilotage.missing"),
        notes=(sentence_case(reason), more),
    )


def _reason(words: Words, answer: Answer) -> str:
    return words.said(answer.figure.reason) if answer.figure.reason else ""


def series(words: Words, found: Overview, name: str) -> tuple[str, str, Tone, Series | None]:
    """A chart's title, what it shows in words, that finding's tone, and what is drawn."""
    answer = found.answer(name)
    title = words(f"chart.title.{name}")
    if answer.chart is None:
        return title, words("chart.none"), Tone.NONE, None
    tone = {Variation.CONCERN: Tone.BREACH, Variation.IMPROVEMENT: Tone.GOOD, Variation.CHANGE: Tone.WARNING}
    drawn = Series(
        chart=answer.chart,
        unit=answer.figure.unit,
        better=metric(name).better,
        target=answer.objective,
        limits=answer.verdict.variation is not Variation.UNKNOWN,
    )
    finding = sentence_case(words.said(answer.verdict.finding))
    return title, finding, tone.get(answer.verdict.variation, Tone.NEUTRAL), drawn


def alt(words: Words, title: str, finding: str, drawn: Series) -> str:
    """What a chart shows, for those who don't see it."""
    points = drawn.chart.points
    value = words.figure(points[-1].value, drawn.unit)
    first, last = words.month(points[0].period), words.month(points[-1].period)
    return words("chart.alt", title=title, first=first, last=last, finding=finding, value=value)


def motives(words: Words, found: Overview) -> tuple[str, str, tuple[Bar, ...]]:
    """The chart of motives: its title, its finding, its bars."""
    title = words("pilotage.motives", month=words.month(found.month))
    if not found.motives:
        return title, words("pilotage.motives_none"), ()
    bars = tuple(
        Bar(
            name=words.value("motive", one.name),
            count=one.answer.figure.n,
            text=words("pilotage.motive_bar", n=words.number(one.answer.figure.n), share=words.share(one.share, 0)),
        )
        for one in found.motives
    )
    top = found.motives[0]
    finding = words("pilotage.motives_finding", name=bars[0].name, share=words.share(top.share, 0))
    return title, finding, bars


def named(words: Words, found: Overview) -> list[tuple[str, Answer]]:
    """The motives by name, with the answers that open on their lines."""
    return [(words.value("motive", one.name), one.answer) for one in found.motives]


def remarks(words: Words, found: Overview, supplies: frozenset[str]) -> list[str]:
    """What a reader must know of the data: an older month is shown, something can't be said."""
    silence = words("pilotage.silent", month=words.month(found.month)) if found.silent else ""
    return [remark for remark in (silence, lacking(words, supplies)) if remark]


def lacking(words: Words, supplies: frozenset[str]) -> str:
    """What the data can't say, in one line; nothing if they say all."""
    absent = [words(f"pilotage.lacks.{name}") for name in USEFUL if name not in supplies]
    return words("pilotage.lacking", what=", ".join(absent)) if absent else ""


def sentence_case(text: str) -> str:
    """With a capital letter at the front."""
    return text[:1].upper() + text[1:]
