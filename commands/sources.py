"""`vigie connect, disconnect, sources, sync`: sources that are looked at again and again."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.asking import store_of
from terminal import print_rows, print_table, progress_bar

if TYPE_CHECKING:
    from store.sync import Standing

FAILED, BUSY = 1, 3
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def connect(
    context: typer.Context,
    profile: Annotated[str, typer.Argument(help="A shipped profile's name, or a YAML file.")],
    watch: Annotated[list[str] | None, typer.Option(help="Files to watch, as 'FOLDER/*.csv'; repeatable.")] = None,
    every: Annotated[str, typer.Option(help="How often to look: 15m, 6h, 1d. Every sync, if not given.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Replace the source of that name.")] = False,
) -> None:
    """Keep a source for `vigie sync`: files to watch, a database or an API."""
    from data_sources.profile import load_profile, parse_profile
    from store import sources

    known = load_profile(profile)
    watched = tuple(_pattern(pattern) for pattern in watch or known.watch)
    given = {name: value for name, value in (("watch", watched), ("every", every)) if value}
    checked = parse_profile(known.model_copy(update=given).to_yaml(), profile)
    path = sources.connect(store_of(context), checked, again=again)
    print(f"{checked.source}: connected ({path}); 'vigie sync {checked.source}' looks at it now.")


def _pattern(text: str) -> str:
    """Wherever sync runs from; a folder stands for its files."""
    path = Path(text).absolute()
    return str(path / "*" if path.is_dir() else path)


def disconnect(context: typer.Context, source: Annotated[str, typer.Argument()]) -> None:
    """Look at a source no more; what was imported from it stays."""
    from store import sources

    sources.disconnect(store_of(context), source)
    print(f"{source}: disconnected; what was imported from it stays.")


def sources(context: typer.Context, as_json: AsJson = False) -> None:
    """List the connected sources: the last look, what came of it, since when one fails, and the next look."""
    from store.sync import standings

    rows = [_row(one) for one in standings(store_of(context))]
    print_rows(rows, as_json, "no source is connected yet; 'vigie connect PROFILE --watch FOLDER/*.csv' adds one.")


def sync(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="All that are due, if none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per look, as it ends.")] = False,
) -> None:
    """Look at the connected sources and import what is new. Exit code 1 if one failed, 3 if another sync is running."""
    from store.errors import BusyError
    from store.sync import Outcome
    from store.sync import sync as look

    found = []
    try:
        with progress_bar() as progress:
            for looked in look(store_of(context), names or (), progress=progress):
                found.append(looked)
                if as_json:
                    print(json.dumps(looked.to_json(), ensure_ascii=False), flush=True)
    except BusyError as error:
        typer.echo(f"vigie: {error}", err=True)
        raise typer.Exit(BUSY) from None
    if not as_json:
        _summary([looked.to_json() for looked in found])
    if any(looked.outcome is Outcome.FAILED for looked in found):
        raise typer.Exit(FAILED)


def _summary(rows: list[dict[str, Any]]) -> None:
    shown = ("source", "what", "outcome", "import", "read", "new", "updated", "rejected", "rows", "sentence")
    if not rows:
        print("no source is due.")
        return
    print_table([{name: row.get(name) for name in shown} for row in rows])


def _row(one: Standing) -> dict[str, Any]:
    last = one.last
    return {
        "source": one.source,
        "last_look": _moment(last.ended_at if last else None),
        "outcome": last and last.outcome,
        "failing_since": _moment(one.failing_since),
        "next_look": _moment(one.due),
        "sentence": last and last.sentence,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
