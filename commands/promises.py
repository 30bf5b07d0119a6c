"""`vigie what-if` and `vigie deadlines`: other promises than one's own, on the same complaints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from commands.asking import Asked, asks, of_complaints
from commands.printing import AsJson, show

if TYPE_CHECKING:
    from kpi.several import SetSummary

DASH = "—"
COUNTS = ("on_time", "late", "running", "first", "first_tied")


@asks
@of_complaints
def what_if(
    asked: Asked,
    target: Annotated[int | None, typer.Option(help="So many units instead.")] = None,
    in_unit: Annotated[str | None, typer.Option("--in", help="ouvres, ouvrables, calendar, weeks, hours, ...")] = None,
    calendar: Annotated[str | None, typer.Option(help="Another calendar: FR, FR-57, BE, ...")] = None,
    paused: Annotated[bool | None, typer.Option("--paused/--not-paused", help="Whether pauses move the date.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule of the set.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask what another promise would have made of the same complaints, and which of them would change side."""
    from kpi.what_if import Change
    from kpi.what_if import what_if as study

    asked.refuse(
        unit="--in gives the unit of the promise", pauses="--paused and --not-paused change the promise",
        definition="the rule set says what counts as a complaint; choose it by --rules",
        exposure="a share is divided by complaints",
    )  # fmt: skip
    change = Change(rule=rule, target=target, unit=in_unit, calendar=calendar, pauses=paused)
    query = asked.query
    found = study(asked.facts, change, as_of=query.as_of, start=query.start, end=query.end, where=query.where)
    rows = [
        {"channel": shift.channel, "before": shift.before.share, "after": shift.after.share, "n": shift.before.n,
         "late to on time": shift.gained, "on time to late": shift.lost}
        for shift in found.by_channel
    ]  # fmt: skip
    total = {"channel": "all", "before": found.before.share, "after": found.after.share, "n": found.before.n,
             "late to on time": found.gained.num_rows, "on time to late": found.lost.num_rows}  # fmt: skip
    show(found, [] if found.reason else [total, *rows], as_json, *([found.reason] if found.reason else []))


@asks
@of_complaints
def deadlines(
    asked: Asked,
    sets: Annotated[list[str], typer.Argument(metavar="SET...", help="Rule sets that judge the same complaints.")],
    as_json: AsJson = False,
) -> None:
    """Judge the same complaints, received in the period, by several rule sets at once: which deadline comes first."""
    from kpi.several import several

    asked.refuse(
        unit="a deadline is a day", exposure="nothing is divided here",
        **dict.fromkeys(("pauses", "definition"), "each rule set has its own; give one as a YAML file"),
    )  # fmt: skip
    query, named_sets = asked.query, list(dict.fromkeys((asked.rules, *sets)))
    facts = {name: asked.facts_under(name) for name in named_sets}
    found = several(facts, query.as_of, own=asked.rules, where=query.where, start=query.start, end=query.end)
    told = {"sets": found.sets, "against": found.against, "unjudged": found.unjudged}
    show(told, _rows(found.sets), as_json)


def _rows(sets: tuple[SetSummary, ...]) -> Iterator[dict[str, object]]:
    """A set that judges nothing has dashes and the reason, no zeros: it would look as if all were well."""
    for one in sets:
        counts = {name: DASH if one.reason else getattr(one, name) for name in COUNTS}
        yield {"name": one.name, **counts, "why": one.reason.en if one.reason else None}
