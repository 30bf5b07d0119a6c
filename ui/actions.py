"""Causes and actions in words, tones and chart inputs: `kpi.action_log` and `kpi.causes` put so. Decides no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from charts.causes import Grid
from charts.control import Series
from charts.words import Words
from kpi.action_log import Followed
from kpi.actions import TIMING_WORDS, Timing
from kpi.causes import Causes, Cell
from kpi.effect import Effect
from kpi.figure import Figure
from kpi.measure import Facts, Query, measure
from kpi.overview import Answer
from kpi.wording import day as dated
from ui import tiles as shared
from ui.motifs import period
from ui.show import Tile, Tone, Value
from ui.steering import sentence_case

SHARES = ("cause_known", "detection_ratio", "supplier_share", "repeat")
OF_ACTIONS = ("actions_on_time", "actions_effective")
MOST_ROWS, MOST_COLUMNS = 8, 6
TONES = {
    Effect.EFFECTIVE: Tone.GOOD,
    Effect.WORSE: Tone.BREACH,
    Effect.NOT_SHOWN: Tone.WARNING,
    Effect.TOO_EARLY: Tone.NEUTRAL,
}
JUDGED = (Effect.EFFECTIVE, Effect.WORSE, Effect.NOT_SHOWN)
Log = tuple[Followed, ...]


def headline(words: Words, log: Log) -> tuple[str, str, Tone]:
    """Whether what was decided worked, and what is late."""
    if not log:
        return words("actions.none"), words("actions.how"), Tone.NEUTRAL
    judged = [one for one in log if one.judged.effect in JUDGED]
    worked = sum(one.judged.effect is Effect.EFFECTIVE for one in log)
    worse = sum(one.judged.effect is Effect.WORSE for one in log)
    late = sum(one.timing is Timing.OVERDUE for one in log)
    sentence = (
        words.plural("actions.worked", worked, of=words.number(len(judged))) if judged else words("actions.unjudged")
    )
    unproven = sum(one.judged.effect is Effect.NOT_SHOWN for one in log)
    counts = {"not_shown": unproven, "worse": worse, "late": late}
    detail = [words.plural(f"actions.{key}", n) for key, n in counts.items() if n]
    detail += [] if late else [words("actions.none_late")]
    tone = Tone.BREACH if late or worse else Tone.GOOD if worked else Tone.NEUTRAL
    return sentence, " ".join(detail), tone


def form(words: Words) -> dict[str, str]:
    """What the page will give, by key."""
    named = {name: words(f"actions.label.{name}") for name in (*OF_ACTIONS, *SHARES)}
    return {"overdue": words("actions.overdue"), **named}


def tiles(
    words: Words, log: Log, figures: list[Figure], query: Query, acted: Query
) -> list[tuple[Tile, Answer | None]]:
    """What is late, what worked, and the four figures on causes; those on complaints open on their lines."""
    by_name = {figure.metric: figure for figure in figures}
    late = [one for one in log if one.timing is Timing.OVERDUE]
    return [
        (_late(words, log, late), None),
        *((_share(words, by_name[name], acted), None) for name in OF_ACTIONS),
        *((_share(words, by_name[name], query), _opened(by_name[name], query)) for name in SHARES),
    ]


def _late(words: Words, log: Log, late: list[Followed]) -> Tile:
    label = words("actions.overdue")
    if not log:
        return shared.missing(words, "overdue", label, words("actions.none"))
    first = min(late, key=lambda one: one.action.due) if late else None
    note = words("actions.since", day=_day(words, first), title=first.action.title) if first else ""
    return Tile(
        key="overdue", label=label, values=(Value(text=words.number(len(late))),),
        tone=Tone.BREACH if late else Tone.GOOD,
        word=words("actions.overdue_some" if late else "actions.overdue_none"), notes=(note,),
    )  # fmt: skip


def _day(words: Words, one: Followed) -> str:
    return dated(one.action.due)(words.lang)


def _share(words: Words, figure: Figure, query: Query) -> Tile:
    answer = Answer(figure=figure, query=query)
    label = words(f"actions.label.{figure.metric}")
    shown = shared.share(words, figure.metric, label, answer)
    return replace(shown, notes=(*shown.notes, "" if query.start is None else sentence_case(period(words, query))))


def _opened(figure: Figure, query: Query) -> Answer:
    return Answer(figure=figure, query=replace(query, metrics=(figure.metric,)))


def card(words: Words, one: Followed) -> tuple[str, str, Tone]:
    """An action's title, what the figures say of it, and its tone."""
    return (
        f"{one.action.reference} · {one.action.title}",
        sentence_case(words.said(one.judged.sentence)),
        TONES[one.judged.effect],
    )


def notes(words: Words, one: Followed) -> list[str]:
    """When it was due and done, by whom; by how much what it aimed at changed; and how seasons are kept out of it."""
    told = words(
        "actions.timing",
        timing=sentence_case(words.said(TIMING_WORDS[one.timing])),
        due=dated(one.action.due)(words.lang),
        owner=one.action.owner,
    )
    if one.judged.change is None or one.judged.low is None or one.judged.high is None:
        return [told]
    drawn = words("actions.share_of", value=words.value(str(one.action.dimension), one.action.value))
    change = words(
        "actions.change",
        change=words.number(one.judged.change, 2),
        low=words.number(one.judged.low, 2),
        high=words.number(one.judged.high, 2),
    )
    return [told, drawn, change, words("actions.season")]


def series(one: Followed) -> Series | None:
    """The monthly share of the complaints aimed at, with a band before the action and one after it."""
    return Series(chart=one.chart, unit="share", better="down") if one.chart else None


def after(one: Followed) -> Answer | None:
    """What opens on the complaints aimed at since the action."""
    if one.judged.after is None or one.judged.query is None:
        return None
    return Answer(figure=one.judged.after, query=one.judged.query)


def grid(words: Words, found: Causes) -> tuple[str, str, Grid | None]:
    """The table's title, its first pair of causes, and the cells."""
    title = words("actions.causes", period=period(words, found.query))
    if not found.known:
        reason = words.said(found.figure.reason) if found.figure.reason else words("actions.no_pair")
        return title, sentence_case(reason), None
    first = found.known[0]
    finding = words(
        "actions.first_pair", occurrence=first.occurrence, nondetection=first.nondetection,
        n=words.number(first.figure.n), of=words.number(found.figure.n),
    )  # fmt: skip
    return title, finding, _grid(words, found)


def _grid(words: Words, found: Causes) -> Grid:
    rows, columns = found.occurrences[:MOST_ROWS], found.nondetections[:MOST_COLUMNS]
    cells = {(cell.occurrence, cell.nondetection): cell for cell in found.cells}
    counts = tuple(tuple(_n(cells.get((row, column))) for column in columns) for row in rows)
    said = tuple(
        tuple(words.plural("actions.cell", n, row=row, column=column) for column, n in zip(columns, line, strict=True))
        for row, line in zip(rows, counts, strict=True)
    )
    texts = tuple(tuple(words.number(n) for n in line) for line in counts)
    return Grid(rows=rows, columns=columns, counts=counts, texts=texts, said=said)


def _n(cell: Cell | None) -> int:
    return cell.figure.n if cell else 0


def pairs(found: Causes) -> list[tuple[str, Answer]]:
    """The most frequent pairs, with the answers that open on their lines."""
    return [
        (f"{cell.occurrence} × {cell.nondetection}", Answer(figure=cell.figure, query=cell.query))
        for cell in found.known[:MOST_ROWS]
    ]


def height(grid: Grid) -> int:
    """As tall as its rows need."""
    return 60 + 38 * len(grid.rows)


def measured(facts: Facts, query: Query, acted: Query) -> list[Figure]:
    """The figures of the tiles: those on actions over all time, those on complaints over the query's months."""
    return [*measure(facts, acted), *measure(facts, replace(query, metrics=SHARES))]


def paired(log: Log) -> list[tuple[Followed, ...]]:
    """Two cards a row."""
    return list(batched(log, 2))


def batched(log: Log, size: int) -> Iterator[tuple[Followed, ...]]:
    """Parts of so many."""
    rest = iter(log)
    while part := tuple(islice(rest, size)):
        yield part
