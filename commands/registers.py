"""`vigie load` and `vigie withdraw`: what people keep beside complaints: exposures, actions, annotations, rebases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.asking import store_of
from commands.printing import AsJson
from terminal import print_rows

KINDS = ("exposures", "actions", "annotations", "rebases")


def load(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="CSV, Excel or JSON; one that lacks columns is told which it needs.")],
) -> None:
    """Add a file of exposures, actions, annotations or rebases to the store: all of its rows, or none."""
    from store.loads import load as add

    rows = add(store_of(context), kind, file)
    print(f"{rows} {kind} taken in.")


def withdraw(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="annotations or rebases.")],
    identifier: Annotated[str, typer.Argument(metavar="[ID]", help="Which one; without it, all are listed.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the audit trail.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take back an annotation or a rebase: charts don't show it any more, the audit trail keeps it with the reason."""
    from store.withdrawals import entries
    from store.withdrawals import withdraw as take_back

    store = store_of(context)
    if identifier:
        taken = take_back(store, kind, identifier, reason)
        print_rows([{"id": taken.id, **taken.said}], as_json, nothing="")
        return
    listed = [{"id": one.id, **one.said} for one in entries(store, kind)]
    print_rows(listed, as_json, nothing=f"no {kind} are recorded; `vigie load {kind} FILE.csv` adds some.")
