"""`vigie`: everything the pages can do, without a browser. Prints; computes nothing."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands import figures, registers, sources, studies
from commands.asking import Day, store_of
from data_sources.errors import SourceError
from kpi.errors import KpiError
from store.errors import BusyError, DamagedError, StoreError
from terminal import print_import, print_report, print_rows, print_table, progress_bar

app = typer.Typer(
    help="Steer customer complaints: honest figures, their uncertainty, and the lines behind them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
REFUSED = 2

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error and exit code 2."""
    try:
        app()
    except (SourceError, KpiError, StoreError, OSError) as error:
        _tell(error)
        raise SystemExit(REFUSED) from None


@app.callback()
def _home(
    context: typer.Context,
    home: Annotated[str, typer.Option(metavar="DIR", help="Folder of the store; VIGIE_HOME, or ./var.")] = "",
) -> None:
    context.obj = Path(home) if home else None


@app.command()
def demo(
    context: typer.Context,
    complaints: Annotated[int, typer.Option(min=100, help="How many complaints.")] = 60_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same data.")] = 2026,
    until: Day = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing where there is data already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load a believable French operator: three years of complaints, with stories hidden in them."""
    from store.demo import load_demo
    from store.history import last_number

    if if_empty and last_number(store_of(context)):
        return
    with progress_bar() as progress:
        last = until.date() if until else date.today()
        report = load_demo(store_of(context), complaints=complaints, seed=seed, until=last, progress=progress)
    print_report(report.to_json(), as_json)


@app.command()
def profile(
    file: Path,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the profile here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose a profile for an export, with the confidence of each column."""
    from data_sources.propose import propose
    from store.files import write_new
    from store.receive import printable

    proposal = propose(file)
    found = proposal.profile.model_copy(update={"title": printable(proposal.profile.title)})
    columns = [
        {"column": c.raw, "canonical": c.canonical, "confidence": round(c.confidence, 2), "why": c.why,
         "question": c.question, "place": c.place, "choices": list(c.choices)}
        for c in proposal.columns
    ]  # fmt: skip
    if output:
        write_new(found.to_yaml(), output)
    if as_json:
        said = {"profile": found.model_dump(mode="json"), "columns": columns, "notes": dict(proposal.notes)}
        print(json.dumps(said, ensure_ascii=False))
        return
    print_table([{key: row[key] for key in ("column", "canonical", "place", "confidence", "why")} for row in columns])
    for sentence in (*proposal.notes.items(), *((c.raw, c.question) for c in proposal.columns if c.question)):
        print(f"# {printable(sentence[0])}: {printable(sentence[1])}")
    if not output:
        print(found.to_yaml())


@app.command("import")
def import_(
    context: typer.Context,
    profile: Annotated[str, typer.Argument(help="A shipped profile's name, or a YAML file.")],
    files: Annotated[list[Path], typer.Argument(help="The exports.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and count; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check exports and take them into the store, each file all or nothing, whatever becomes of the others."""
    from data_sources.profile import load_profile
    from store.imports import import_file

    known, store = load_profile(profile), store_of(context)
    refused = 0
    for file in files:
        try:
            with progress_bar() as progress:
                report = import_file(store, known, file, dry_run=dry_run, progress=progress)
        except (BusyError, DamagedError):
            raise
        except (SourceError, StoreError, OSError) as error:
            _tell(error)
            refused += 1
            continue
        print_import(report, file, as_json)
    if refused:
        raise typer.Exit(REFUSED)


@app.command()
def imports(context: typer.Context, as_json: AsJson = False) -> None:
    """List what was imported, when, from where, and what became of every line."""
    from store.listing import listing

    nothing = "nothing was imported yet; `vigie demo` or `vigie import PROFILE FILE` begins."
    print_rows(listing(store_of(context)), as_json, nothing)


@app.command()
def rejects(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help="The import's number.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, formulas neutralised.")] = False,
) -> None:
    """Show the lines of an import that were rejected, with line number and reason."""
    from store.exports import csv_text
    from store.listing import rejected

    table = rejected(store_of(context), number)
    if as_csv:
        sys.stdout.write(csv_text(table))
        return
    print_rows(table.to_pylist(), as_json=False, nothing=f"import {number} rejected nothing.")


for each in (figures.kpi, figures.lines, registers.load, registers.withdraw):
    app.command()(each)
for each in (sources.connect, sources.disconnect, sources.sources, sources.sync):
    app.command(rich_help_panel="Sources")(each)
for each in studies.STUDIES:
    app.command(rich_help_panel="Studies")(each)


@app.command()
def verify(context: typer.Context) -> None:
    """Check every file of the store against its manifest, the ledger and the audit trail; exit code 1 if not sound."""
    from store.verify import verify as findings

    found = findings(store_of(context))
    for finding in found:
        print(finding)
    if found:
        raise typer.Exit(1)
    print("sound: every import, published folder and audit entry is as it was written.")


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on; loopback by default.")] = "127.0.0.1",
) -> None:
    """Open the app in a browser on this machine."""
    import os

    home = context.obj or os.environ.get("VIGIE_HOME") or "var"
    os.environ["VIGIE_HOME"] = str(Path(home).resolve())
    print(f"Vigie: http://{address}:{port}  (stop with Ctrl+C)", flush=True)
    os.chdir(Path(__file__).resolve().parent)
    options = ["--server.port", str(port), "--server.address", address, "--server.headless", "true"]
    os.execv(sys.executable, [sys.executable, "-m", "ui.server", *options])  # noqa: S606


def _tell(error: Exception) -> None:
    """One sentence on standard error, and no traceback, whatever the machine refused."""
    if isinstance(error, OSError):
        error = StoreError(
            f"{error.filename or 'the machine'}: {error.strerror or error}; check the path and its rights."
        )
    typer.echo(f"vigie: {error}", err=True)


if __name__ == "__main__":
    main()
