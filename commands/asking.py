"""The question that commands about figures share: its options, once, and what they open."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, cast, get_type_hints

import typer

if TYPE_CHECKING:
    from kpi.measure import Facts, Query
    from kpi.text import Text
    from store.engine import Engine
    from store.home import Store
    from store.publish import Published

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]
Where = Annotated[list[str] | None, typer.Option("--where", metavar="DIM=VALUE", help="Keep these; repeatable.")]
KnownAt = Annotated[int | None, typer.Option("--as-known-at", metavar="N", help="Only what import N knew.")]
RuleSetName = Annotated[str, typer.Option("--rules", metavar="SET", help="A shipped rule set's name, or a YAML file.")]
DayUnit = Annotated[str, typer.Option("--unit", help="Unit of delays: calendar, ouvres, ouvrables.")]
Pauses = Annotated[str, typer.Option("--pauses", help="Count days paused: rule (as it says), with, without.")]
DefinitionName = Annotated[str, typer.Option("--definition", help="What counts as a complaint: any, written, ...")]
ExposureName = Annotated[str, typer.Option("--exposure", help="What rates are divided by: customers, ...")]
EngineName = Annotated[str, typer.Option("--engine", help="duckdb, pandas or spark.")]


OPTIONS = {
    "start": "--from", "end": "--to", "where": "--where", "unit": "--unit",
    "pauses": "--pauses", "definition": "--definition", "exposure": "--exposure",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The store, what it has published (None in an empty one), and the question but for its metrics."""

    store: Store
    known: Published | None
    rules: str
    engine: Engine
    query: Query

    @property
    def facts(self) -> Facts:
        """The facts on the engine asked for, with the exposures and actions of the store."""
        from store.context import facts_of

        return facts_of(self.store, self.known, self.rules, self.engine)

    @property
    def nothing(self) -> Text | None:
        """That the filter selects no complaint; None where it selects one, or where there is none to select."""
        from kpi.selection import filter_selects_none

        return filter_selects_none(self.facts, self.query) if self.known and self.query.where else None

    def facts_under(self, rules: str) -> Facts:
        """The facts of the same import under another rule set."""
        from store.context import facts_of
        from store.publish import published

        known = self.known and published(self.store, rules, as_known_at=self.known.import_no)
        return facts_of(self.store, known, rules, self.engine)

    def refuse(self, **instead: str) -> None:
        """KpiError for an option, by its field of Query, that would change nothing here: what to do instead."""
        from kpi.errors import KpiError
        from kpi.measure import Query

        unasked = Query(metrics=(), as_of=self.query.as_of)
        for name, advice in instead.items():
            if getattr(self.query, name) != getattr(unasked, name):
                raise KpiError(f"{OPTIONS[name]} has no meaning here: {advice}.")


def store_of(context: typer.Context) -> Store:
    """The store of --home, VIGIE_HOME or ./var."""
    from store.home import open_store

    return open_store(context.obj)


def _asked(
    context: typer.Context,
    start: From = None,
    end: To = None,
    where: Where = None,
    as_of: Day = None,
    as_known_at: KnownAt = None,
    rules: RuleSetName = "house",
    unit: DayUnit = "calendar",
    pauses: Pauses = "rule",
    definition: DefinitionName = "",
    exposure: ExposureName = "",
    engine: EngineName = "duckdb",
) -> Asked:
    from kpi.measure import Query, conditions
    from store.publish import published

    query = Query(
        metrics=(), as_of=as_of.date() if as_of else date.today(), start=start.date() if start else None,
        end=end.date() if end else None, where=conditions(where or []), unit=unit, pauses=pauses,
        definition=definition, exposure=exposure,
    )  # fmt: skip
    store = store_of(context)
    known = published(store, rules, as_known_at=as_known_at)
    return Asked(store=store, known=known, rules=rules, engine=cast("Engine", engine), query=query)


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the shared options beside its own; they reach it as its argument `asked`."""
    own = [one for one in _parameters(command) if one.name != "asked"]
    shared = _parameters(_asked)

    def run(**given: object) -> None:
        asked = _asked(**{one.name: given.pop(one.name) for one in shared})  # type: ignore[arg-type]
        command(asked=asked, **given)
        _warn(asked)

    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own, *shared)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def of_complaints(command: Callable[..., None]) -> Callable[..., None]:
    """A study that says so, and nothing else, where the filter selects no complaint; as JSON it stays what it is."""

    @wraps(command)
    def run(asked: Asked, **given: object) -> None:
        nothing = None if given["as_json"] else asked.nothing
        if nothing:
            print(nothing.en)
        else:
            command(asked=asked, **given)

    return run


def _warn(asked: Asked) -> None:
    """What the definition of a complaint can't tell on these data, beside the answer: on standard error."""
    from kpi.selection import doubts

    for doubt in doubts(asked.facts, asked.query) if asked.known else ():
        typer.echo(f"vigie: note: {doubt.en}", err=True)


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters with their annotations as objects, which Typer reads options from."""
    told = get_type_hints(function, include_extras=True)
    return [one.replace(annotation=told[one.name]) for one in inspect.signature(function).parameters.values()]
