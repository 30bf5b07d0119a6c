"""The simulator: what may be changed, and in words and tones what the change would have made of the last year.

Decides no figure: `kpi.what_if` judges the same complaints twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from charts.shift import Shifted
from charts.words import Words
from kpi import days
from kpi.figure import Where
from kpi.measure import Facts
from kpi.overview import Standing
from kpi.ruleset import Rule, RuleSet
from kpi.what_if import Change, Outcome, Shift, WhatIf, what_if
from ui import choices
from ui.show import Tile, Tone, Value
from ui.steering import sentence_case
from ui.tiles import missing

METRIC = "answered_in_sla"
WIDTHS = (1.2, 1.2, 1, 1, 1)
BLANK = ("before", "after", "lost", "gained", "unsettled")
MONTHS = 12
DAYS = ("ouvres", "ouvrables", "calendar")
PLACES = ("FR", "FR-Alsace", "BE", "CH", "LU", "GB-ENG", "US")
LEAST = 10
SIDES = ("lost", "gained")
MOST = 10_000
COLUMNS = {"received_at": "received", "due_before": "due_before", "due_after": "due_after", "replied_at": "replied"}
TONES = {Standing.MET: Tone.GOOD, Standing.NEAR: Tone.WARNING, Standing.MISSED: Tone.WARNING}


def promising(rules: RuleSet) -> tuple[Rule, ...]:
    """The promises that may be changed, each once."""
    found = {rule.id: rule for rule in rules.rules if rule.reply and not rule.excluded}
    return tuple(found.values())


def year(last: date) -> tuple[date, date]:
    """The twelve months that end with a day's month."""
    return days.first_day("month", days.month_of(last) - MONTHS + 1), last


def simulate(facts: Facts, change: Change, as_of: date, start: date, end: date, where: Where) -> WhatIf:
    """`kpi.what_if` with what it is asked in one order."""
    return what_if(facts, change, as_of=as_of, start=start, end=end, where=where)


def choose(words: Words, rules: RuleSet, promises: Sequence[Rule]) -> tuple[Change, Rule]:
    """What the reader would promise instead; half of the present delay until something is chosen."""
    titles = {rule.id: words.said(rule.title) for rule in promises}
    rule = next(iter(promises))
    if len(promises) > 1:
        picked = choices.one_of(words, "rule", words("simulateur.rule"), tuple(titles), titles.__getitem__)
        rule = next(one for one in promises if one.id == picked)
    present = rule.reply
    if present is None:
        raise TypeError("a promise without a delay")
    units = tuple(dict.fromkeys((present.unit, *(DAYS if present.unit in DAYS else ()))))
    longest = max(present.target * 2, LEAST)
    target = choices.whole(
        words, "target", words("simulateur.target"), (0, longest), present.target // 2 or min(1, longest)
    )
    unit = _one(words, "unit", units, rules.name)
    calendars = tuple(dict.fromkeys((rules.calendar, *PLACES)))
    calendar = _one(words, "calendar", calendars, rules.name)
    pauses = _one(words, "pauses", ("yes", "no") if rule.pauses else ("no", "yes"), rules.name)
    return Change(rule=rule.id, target=target, unit=unit, calendar=calendar, pauses=pauses == "yes"), rule


def _one(words: Words, key: str, options: tuple[str, ...], rules: str) -> str:
    """A choice where there is one."""
    if len(options) == 1:
        return options[0]
    label = words(f"simulateur.{key}")
    return choices.one_of(words, key, label, options, lambda name: words.known(f"simulateur.{key}_name.{name}", name))


def headline(words: Words, found: WhatIf, change: Change, rule: Rule) -> tuple[str, str, Tone]:
    """What becomes of the share, and what it costs."""
    before, after = found.before.share, found.after.share
    if before is None or after is None or rule.reply is None:
        return words("simulateur.none", reason=words.said(found.reason) if found.reason else ""), "", Tone.NEUTRAL
    sentence = words(
        "simulateur.sentence",
        new=delay(words, change.target or 0, change.unit or rule.reply.unit),
        old=delay(words, rule.reply.target, rule.reply.unit),
        after=words.share(after),
        before=words.share(before),
    )
    return sentence, _cost(words, found), TONES.get(standing(found.after, goal(found)), Tone.NEUTRAL)


def _cost(words: Words, found: WhatIf) -> str:
    lost, gained = found.lost.num_rows, found.gained.num_rows
    if not lost and not gained:
        return words("simulateur.same")
    texts = [words.plural(f"simulateur.cost_{side}", n) for side, n in (("lost", lost), ("gained", gained)) if n]
    return sentence_case(" ; ".join(texts) if words.lang == "fr" else "; ".join(texts)) + "."


def delay(words: Words, target: int, unit: str) -> str:
    """10 working days."""
    return words("simulateur.delay", n=words.number(target), unit=words.known(f"simulateur.unit_name.{unit}", unit))


def goal(found: WhatIf) -> float | None:
    """The objective of the rules."""
    return found.rules.objectives.get(METRIC)


def standing(outcome: Outcome, objective: float | None) -> Standing:
    """A share against the objective, as `kpi.overview` judges it."""
    if objective is None or outcome.share is None or outcome.interval is None:
        return Standing.UNKNOWN
    if outcome.share >= objective:
        return Standing.MET
    return Standing.NEAR if outcome.interval[1] >= objective else Standing.MISSED


def tiles(words: Words, found: WhatIf) -> tuple[Tile, ...]:
    """Before, after, and who changes side."""
    counts = (("lost", found.lost.num_rows), ("gained", found.gained.num_rows), ("unsettled", found.unsettled))
    return (
        _share(words, "before", found.before, found),
        _share(words, "after", found.after, found),
        *(_count(words, key, n, found) for key, n in counts),
    )


def _share(words: Words, key: str, outcome: Outcome, found: WhatIf) -> Tile:
    label = words(f"simulateur.{key}")
    if outcome.share is None or outcome.interval is None:
        return missing(words, key, label, words.said(found.reason) if found.reason else "")
    objective = goal(found)
    stands = standing(outcome, objective)
    interval = sentence_case(words.interval(*outcome.interval, "share"))
    return Tile(
        key=key,
        label=label,
        values=(Value(text=words.share(outcome.share)),),
        tone=TONES.get(stands, Tone.NEUTRAL),
        word="" if objective is None else words(f"pilotage.sla_{stands.value}", target=words.share(objective, 0)),
        notes=(words("pilotage.sla_interval", interval=interval, n=words.number(outcome.n)),),
    )


def _count(words: Words, key: str, n: int, found: WhatIf) -> Tile:
    label = words(f"simulateur.{key}")
    if found.reason is not None:
        return missing(words, key, label, words.said(found.reason))
    note = words(f"simulateur.{key}_note")
    return Tile(key=key, label=label, values=(Value(text=words.number(n)),), notes=(note,))


def blank(words: Words) -> tuple[Tile, ...]:
    """The tiles before there is any complaint."""
    return tuple(missing(words, f"blank-{key}", words(f"simulateur.{key}"), words("empty.title")) for key in BLANK)


def channels(words: Words, found: WhatIf) -> tuple[Shifted, ...]:
    """Every channel, the one that loses most first."""
    known = [one for one in found.by_channel if one.before.share is not None and one.after.share is not None]
    return tuple(_channel(words, one) for one in sorted(known, key=_loss))


def _loss(one: Shift) -> tuple[float, str]:
    return (one.after.share or 0.0) - (one.before.share or 0.0), one.channel or ""


def _channel(words: Words, one: Shift) -> Shifted:
    before, after = one.before.share or 0.0, one.after.share or 0.0
    n, sides = words.number(one.before.n), (("row_lost", one.lost), ("row_gained", one.gained))
    return Shifted(
        name=words.value("channel", one.channel),
        before=before,
        after=after,
        text=words("simulateur.row", before=words.share(before), after=words.share(after), n=n),
        cost=", ".join(words.plural(f"simulateur.{key}", n) for key, n in sides if n),
    )


def sides(found: WhatIf) -> tuple[str, ...]:
    """Which lists there are, the one that holds any first."""
    return SIDES if found.lost.num_rows or not found.gained.num_rows else SIDES[::-1]


def listed(words: Words, found: WhatIf, side: str) -> pa.Table:
    """The complaints that change side, newest first, in the reader's words."""
    table = found.lost if side == "lost" else found.gained
    shown = table.sort_by([("received", "descending"), ("complaint_id", "ascending")]).slice(0, MOST)
    said = [None if one is None else words.value("channel", one) for one in shown["channel"].to_pylist()]
    return pa.table(
        {
            "complaint_id": shown["complaint_id"],
            "channel": pa.array(said, pa.string()),
            **{name: shown[column].cast(pa.int32()).cast(pa.date32()) for name, column in COLUMNS.items()},
        }
    )
