"""How much of a proposed profile has to be corrected by hand, file by file: docs/profiles.md.

    python -m benchmarks.proposals FOLDER > docs/profiles.md

FOLDER is the folder of real exports; VIGIE_REAL_DATA names it too. Each file is proposed twice: as a user has it, and
with the shipped profiles hidden, as an export that nobody has seen. The invented exports of invented.yaml follow.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks import invented
from benchmarks.scoring import corrections
from data_sources.profile import profile_names
from data_sources.propose import Proposal, propose

TRUTH: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("truth.yaml").read_text("utf-8"))
MOST = 2

INTRODUCTION = """# Proposed profiles

A profile says how an export is read: which column is which, how its dates are written, which rows are no complaints.
`vigie profile FILE` proposes one. An export that Vigie knows gets its shipped profile. For any other:

1. **What tells of persons** is set apart first: names, e-mail addresses, telephones, house addresses, what customers
   wrote, also where an address is hidden inside a text. It goes under `personal`; names of staff under `drop`, and with
   them what identifies one person: IBAN, social security, passport, day of birth, number plate, login, IP address.
   IBAN, French social security numbers and IP addresses are known by their values too.
2. **Names** are compared with French, English, German and Spanish ones (`data_sources/names.py`), without accents,
   case, gender, or what a tool puts around them (`property_hs_…`, `Custom field (…)`, `DT_…`). A word beside turns the
   meaning: a *due* date of resolution is no resolution, an *agent's* last answer no reply.
3. **Values** have to allow it: dates that the whole column proves, words of channels, statuses, decisions and
   priorities, numbers that never repeat. Without a telling name they are reason enough for a guess, which is asked.
4. **Dates say something about each other**: received, then answered, then closed; of two dates of reception the
   earlier is it; what is open is not closed; two columns of the same days, some with day and month changed places,
   are not both right.
5. **Rows that are no complaints** are left out (deleted, spam), and a file that seems to hold none (people, messages,
   opening hours) is said to. A number among the words of a status is suspicious.

Every column has a confidence from 0 to 1. Below 0.8 there is a question, with two values seen (only their shape where
they may tell of a person) and the answers to choose from; above there is none. The time zone is never in a file: it is
said to be assumed, and asked for on the Sources page. Files are CSV, workbooks and JSON: a list of objects, an object
with one list in it (`options: {rows: results}` names which) or one object a line.

## How much has to be corrected

A *correction* is one thing a person has to change by hand: a column in the wrong place (one that was missed and
personal data not set apart included), a second meaning of a column, a wrong order of day and month, wrong values, a
missing rule (which rows are left out, what is the latest of several), or a file of something else that was taken for
complaints. The time zone is not counted. The truth was read from the files and stands in `benchmarks/truth.yaml` and
`benchmarks/invented.yaml`. *Known* counts for the profile a user gets, *unknown* with the shipped profiles hidden."""

REPLIES = """Most corrections that remain are of one kind, and meant: no date of reply is in the export, and whether
the date of resolution or of closing may stand for it is a decision about the figures. It is asked, never assumed.

The vocabulary has learnt from all of these exports, the real ones included, so the tables show that nothing is lost,
not how an export will fare that nobody thought of. The column *unseen* says that better: it has the corrections of the
very first run, for the exports that were written after the vocabulary. With headers that say nothing at all, everything
that is proposed is asked about; a test holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `known` is None where no shipped profile fits."""

    name: str
    columns: int
    known: int | None
    unknown: tuple[str, ...]
    questions: int
    unseen: str = ""


@cache
def proposed(path: Path, *, shipped: bool) -> Proposal:
    """Once for each file of a run."""
    return propose(path, shipped=shipped)


def real(folder: Path) -> list[Row]:
    return [_row(name, folder / name, truth) for name, truth in TRUTH.items()]


def made_up() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return [
            replace(_row(name, invented.write(export, Path(folder)), invented.truth(export)), unseen=_unseen(export))
            for name, export in invented.EXPORTS.items()
        ]


def _row(name: str, path: Path, truth: Mapping[str, Any]) -> Row:
    first, unknown = proposed(path, shipped=True), proposed(path, shipped=False)
    return Row(
        name=name,
        columns=len(unknown.columns),
        known=len(corrections(first, truth)) if is_recognised(first) else None,
        unknown=tuple(corrections(unknown, truth)),
        questions=sum(bool(column.question) for column in unknown.columns),
    )


def is_recognised(proposal: Proposal) -> bool:
    return proposal.profile.source in profile_names() and {c.confidence for c in proposal.columns} == {1.0}


def _unseen(export: Mapping[str, Any]) -> str:
    return str(export.get("unseen", "–"))


def page(folder: Path) -> str:
    """The whole of docs/profiles.md."""
    there, invention = real(folder), made_up()
    tables = ["### Real exports", _table(there), "### Invented exports", _table(invention, unseen=True)]
    return "\n\n".join([INTRODUCTION, *tables, _summary(there, invention), REPLIES]) + "\n"


def _table(rows: list[Row], *, unseen: bool = False) -> str:
    head = [
        "export",
        "columns",
        "unseen" if unseen else "known",
        "unknown",
        "questions",
        "to be corrected when unknown",
    ]
    cells = [head, ["---"] * len(head), *([_cells(row, unseen) for row in rows])]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _cells(row: Row, unseen: bool) -> list[str]:
    known = "–" if row.known is None else str(row.known)
    wrong = "; ".join(f"`{one}`" for one in row.unknown)
    numbers = [str(row.columns), row.unseen if unseen else known, str(len(row.unknown)), str(row.questions)]
    return [row.name, *numbers, wrong]


def _summary(*tables: list[Row]) -> str:
    rows = [row for table in tables for row in table]
    none, most = sum(not row.unknown for row in rows), max(len(row.unknown) for row in rows)
    return f"Of {len(rows)} exports, {none} need no correction when unknown, and none more than {most} (goal: {MOST})."


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("VIGIE_REAL_DATA")
    if not given:
        sys.exit("Name the folder of real exports: python -m benchmarks.proposals FOLDER")
    print(page(Path(given)), end="")
