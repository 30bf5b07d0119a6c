"""Commitments and delays, second part: distance to the due date, the curve of replies, pauses, the bridge, other rules.

Puts into words what kpi counted; counts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from charts.distance import Named
from charts.ranking import Bar
from charts.stacked import Part, Stack
from charts.waterfall import Level
from charts.words import Words
from kpi.bridge import Bridge, Reason, Start, Step
from kpi.due_distance import Distances
from kpi.figure import Figure
from kpi.measure import Query
from kpi.overview import Answer
from kpi.pause_audit import Pauses
from kpi.reply_curve import Curve
from kpi.rules import load_rules
from kpi.several import SetSummary, Several
from ui.show import Tone
from ui.steering import sentence_case

STARTS = {"closed": Start.CLOSED_ONLY, "final": Start.FINAL_MISS}
JUDGED = "answered_in_sla_low"
MANY = 200_000
TEAMS = 8
SURE = 0.985
ROOM = 1.6


def distances(words: Words, found: Distances) -> tuple[str, Tone]:
    """How many leave on the last day, and how many after it."""
    if not found.bars:
        return words("engagements.distance_none"), Tone.NONE
    said = words(
        "engagements.distance_finding",
        before=words.number(found.at(-1)),
        day=words.number(found.at(0)),
        after=words.number(found.at(1)),
    )
    return said, Tone.NEUTRAL


def parts(words: Words, found: Distances) -> Named:
    """What the parts of the histogram are called."""
    return Named(
        on_time=words("engagements.part_on_time", n=words.number(found.on_time)),
        late=words("engagements.part_late", n=words.number(found.late)),
        waiting=words("engagements.part_waiting", n=words.number(found.waiting)),
        due=words("engagements.part_due"),
    )


def replies(words: Words, found: Curve) -> tuple[str, tuple[str, str], int]:
    """What the curve shows, what its two marks are called, and up to which day it is drawn."""
    names = (
        words("engagements.half", days=words.days(found.median)),
        words("engagements.nine", days=words.days(found.p90)),
    )
    finding = words("engagements.curve_finding", half=names[0], nine=names[1], waiting=words.number(found.waiting))
    sure = next((step.day for step in found.steps if step.share >= SURE), found.longest)
    return finding, names, max(min(round((found.p90 or sure) * ROOM), found.longest), sure // 2, 3)


def bridged(words: Words, found: Bridge) -> tuple[str, tuple[Level, ...]]:
    """The two figures in a sentence, and the levels from the one to the other."""
    if found.reason is not None:
        return sentence_case(words.said(found.reason)), ()
    first, last = found.helpdesk.share, found.ours.share
    if first is None or last is None:
        return sentence_case(words.said(found.sentence)), ()
    moved = [step for step in found.steps if step.effect is not None and step.before != step.after]
    finding = words(
        "engagements.bridge_finding",
        theirs=words.share(first),
        ours=words.share(last),
        gap=_points(words, last - first),
    )
    ends = (words("engagements.bridge_theirs"), words("engagements.bridge_ours"))
    return finding, (
        Level(name=ends[0], value=first, text=words.share(first), whole=True),
        *(_level(words, step) for step in moved),
        Level(name=ends[1], value=last, text=words.share(last), whole=True),
    )


def _level(words: Words, step: Step) -> Level:
    name = words(f"engagements.reason.{step.reason.name.lower()}")
    return Level(name=name, value=step.after.share or 0.0, text=_points(words, step.effect or 0.0))


def _points(words: Words, gap: float) -> str:
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    return words("engagements.points", n=f"{sign}{words.number(abs(gap) * 100, 1)}")


def steps(words: Words, found: Bridge) -> list[str]:
    """Each step in full, with its whole numbers."""
    return [words.said(step.sentence) for step in found.steps if step.before != step.after]


def bridge_answers(words: Words, found: Bridge) -> list[tuple[str, Answer]]:
    """The figures that the bridge stands on, by name."""
    names = ("engagements.bridge_theirs_lines", "engagements.bridge_overdue", "engagements.bridge_ours")
    return [
        (words(name).replace("\n", " "), Answer(figure=figure, query=found.query))
        for name, figure in zip(names, found.figures, strict=True)
        if figure.value is not None and (figure.metric != "overdue" or _counts_overdue(found))
    ]


def _counts_overdue(found: Bridge) -> bool:
    return any(step.reason is Reason.OPEN_OVERDUE and step.opens for step in found.steps)


def paused(words: Words, found: Pauses) -> tuple[str, tuple[Bar, ...]]:
    """With and without, and the teams whose complaints stand still longest."""
    given = found.paused.figure
    if given.value is None:
        return sentence_case(words.said(given.reason)) if given.reason else "", ()
    finding = words(
        "engagements.pauses_finding",
        without=words.figure(found.without.figure.value, "share"),
        counted=words.figure(found.with_pauses.figure.value, "share"),
    )
    return finding, tuple(
        Bar(
            name=name,
            count=one.figure.value or 0.0,
            text=words("engagements.row", value=words.share(one.figure.value or 0.0), n=words.number(one.figure.n)),
        )
        for name, one in found.teams[:TEAMS]
    )


def pause_answers(words: Words, found: Pauses) -> list[tuple[str, Answer]]:
    """What opens: the share of pauses, by team."""
    return [(words("engagements.everybody"), found.paused), *found.teams[:TEAMS]]


def sets_beside(own: str, known: tuple[str, ...], complaints: int) -> tuple[str, ...]:
    """One's own rules and, of the known ones, those that promise a reply on the same calendar.

    One's own alone where there are so many complaints that judging them again must be asked for.
    """
    mine = load_rules(own)
    others = [load_rules(name) for name in known if name != own]
    beside = [one.name for one in others if one.calendar == mine.calendar and any(rule.reply for rule in one.rules)]
    return (own, *(beside if complaints <= MANY else ()))


def judged(words: Words, found: Several) -> tuple[str, tuple[Stack, ...]]:
    """Which set bites first, and how each judges the same complaints."""
    stacks = tuple(_stack(words, one) for one in found.sets if not one.reason)
    first = max((one for one in found.sets if not one.reason), key=lambda one: one.first + one.first_tied, default=None)
    if first is None:
        reason = found.sets[0].reason
        return sentence_case(words.said(reason)) if reason else "", ()
    against = [one for one in found.against if one.name is None]
    hidden = against[0].on_time_but_late if against else 0
    said = words(
        "engagements.sets_finding",
        name=words.said(first.title),
        first=words.number(first.first + first.first_tied),
        n=words.number(found.table.num_rows - found.unjudged),
    )
    return f"{said} {words.plural('engagements.sets_hidden', hidden)}" if hidden else said, stacks


def _stack(words: Words, one: SetSummary) -> Stack:
    first = words.number(one.first + one.first_tied)
    text = words(
        "engagements.set_running" if one.running else "engagements.set_text",
        on_time=words.number(one.on_time),
        running=words.number(one.running),
    )
    return Stack(
        name=words("engagements.set_name", title=words.said(one.title), first=first),
        parts=(
            Part(count=one.on_time),
            Part(count=one.running, tone="limits"),
            Part(count=one.late, tone="breach", hatched=True),
        ),
        text=text,
        more=words("engagements.set_late", n=words.number(one.late)) if one.late else "",
    )


def judged_by(figures: Sequence[Figure], query: Query) -> Answer:
    """What one set judges of the complaints received, to open on them."""
    (figure,) = figures
    return Answer(figure=figure, query=query)


def tally(text: str) -> tuple[int, int] | None:
    """In time, of all, from a text such as 857/1000; None where it is no such thing."""
    hits, slash, of = text.replace(" ", "").partition("/")
    if not (slash and hits.isascii() and of.isascii() and hits.isdecimal() and of.isdecimal()):
        return None
    return (int(hits), int(of)) if int(of) > 0 and int(hits) <= int(of) else None
