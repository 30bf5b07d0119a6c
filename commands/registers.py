"""`vigie load`: what people keep beside the complaints, from CSV files: exposures, actions, annotations, rebases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.asking import store_of
from kpi.errors import unknown

KINDS = ("exposures", "actions", "annotations", "rebases")


def load(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(help="A CSV file; one that lacks columns is told which it needs.")],
) -> None:
    """Add a CSV of exposures, actions, annotations or rebases to the store: all of its rows, or none."""
    from store.actions import load_actions
    from store.annotations import load_annotations
    from store.exposures import load_exposures
    from store.rebases import load_rebases

    loaders = dict(zip(KINDS, (load_exposures, load_actions, load_annotations, load_rebases), strict=True))
    if kind not in loaders:
        raise unknown("kind of register", kind, loaders)
    rows = loaders[kind](store_of(context), file)
    print(f"{rows} {kind} taken in.")
