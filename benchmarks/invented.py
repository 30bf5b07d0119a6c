"""Writes the exports of invented.yaml with believable rows; the same seed gives the same rows."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from data_sources.vocabulary import words

EXPORTS: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("invented.yaml").read_text("utf-8"))
ROWS = 60
NAMES = sorted(words("Dupont Martin Petit Garcia Schmidt Fischer Lopez Smith Jones Moreau Weber Ruiz"))
FIRST = sorted(words("Anne Jean Marie Luis Karl Emma Paul Lucie Otto Carmen"))
WORDS = sorted(
    words(
        "facture colis retard appel depuis mars avril toujours rien personne contrat demande remboursement "
        "compte agence "
        "livraison erreur montant service client mois semaine courrier dossier suite urgent attente panne"
    )
)


class Case:
    """One made-up complaint."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.chance = number, chance
        self.received = datetime(2025, 1, 3, 9) + timedelta(days=chance.randrange(300), minutes=chance.randrange(480))
        self.is_open = chance.random() < 0.2
        self.answered = self.received + timedelta(days=chance.randrange(1, 40))

    def later(self, least: int, most: int) -> datetime:
        return self.received + timedelta(days=self.chance.randrange(least, most), hours=1)

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count)).capitalize()

    def name(self) -> str:
        return f"{self.chance.choice(FIRST)} {self.chance.choice(NAMES)}"


VALUES: Mapping[str, Callable[[Case], object]] = {
    "number": lambda case: 40_000 + case.number,
    "code": lambda case: f"REC-2025-{case.number:04d}",
    "digits": lambda case: 700_000 + case.chance.randrange(40),
    "small": lambda case: case.chance.randrange(4),
    "amount": lambda case: case.chance.choice(["", "15,00", "40,50", "120,00"]),
    "empty": lambda case: "",
    "name": Case.name,
    "email": lambda case: f"{case.chance.choice(FIRST).lower()}.{case.number}@example.com",
    "phone": lambda case: f"06 {case.number:02d} 11 22 33",
    "address": lambda case: f"{case.number + 1} rue de la {case.chance.choice(WORDS).capitalize()}",
    "sentence": lambda case: case.words(4),
    "story": lambda case: case.words(15),
    "sent": lambda case: case.received - timedelta(days=case.chance.randrange(1, 4)),
    "received": lambda case: case.received,
    "soon": lambda case: case.later(0, 3),
    "due": lambda case: case.received + timedelta(days=30),
    "answered": lambda case: None if case.is_open else case.answered,
    "closed": lambda case: None if case.is_open else case.answered + timedelta(hours=5),
    "updated": lambda case: case.answered + timedelta(days=1),
    "rarely": lambda case: case.later(60, 90) if case.number % 9 == 0 else None,
}


def write(export: Mapping[str, Any], folder: Path, seed: int = 1) -> Path:
    """The file as the tool or the person would give it."""
    cases = [Case(number, random.Random(seed * 1000 + number)) for number in range(ROWS)]  # noqa: S311
    rows = [
        [column[0] for column in export["columns"]],
        *([_cell(export, c, case) for c in export["columns"]] for case in cases),
    ]
    return write_rows(export, folder, rows)


def write_rows(export: Mapping[str, Any], folder: Path, rows: list[list[str]]) -> Path:
    path = folder / str(export["file"])
    if path.suffix == ".xlsx":
        return _workbook(path, [*([[text] for text in export.get("above", ())]), *rows])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=export.get("delimiter", ";")).writerows(rows)
    return path


def truth(export: Mapping[str, Any]) -> dict[str, Any]:
    """In the terms of the benchmark's truth."""
    columns = {
        name: raw for raw, what, _ in export["columns"] if what not in ("", "any", "apart") for name in what.split("|")
    }
    kinds = {kind: [raw for raw, what, _ in export["columns"] if what == kind] for kind in ("any", "apart")}
    order = export["dates"].replace("%b", "%m").split()[0]
    dates = {
        name: ["".join(sign for sign in order if sign in "dmyY").lower()] for name in columns if name.endswith("_at")
    }
    return {"columns": columns, "apart": kinds["apart"], "may": dict.fromkeys(kinds["any"], ()), "dates": dates}


def _cell(export: Mapping[str, Any], column: list[Any], case: Case) -> str:
    kind = column[2]
    if isinstance(kind, list):
        return str(_stated(kind, case) if "status" in column[1] else case.chance.choice(kind))
    value = VALUES[kind](case)
    return value.strftime(export["dates"]) if isinstance(value, datetime) else "" if value is None else str(value)


def _stated(states: list[str], case: Case) -> str:
    """The last of the states is that of a closed case."""
    return case.chance.choice(states[:-1]) if case.is_open else states[-1]


def _workbook(path: Path, rows: list[list[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path
