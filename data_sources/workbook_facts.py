"""What a sheet (.xlsx, .xlsm) holds beside its values: hidden rows, filters, merged cells, errors, formulas, its epoch.

Read from the parts of the archive, piece by piece, in the process that reads the sheet and under its limits. Counts
and places only; what they mean for the table is for others. Other formats give nothing, nor do parts it can't find.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

_PIECE = 4 * 2**20
_MOST = 10_000
_SHEET = re.compile(rb"<sheet\s[^>]*>")
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*(?<!/)>')
_HIDDEN_COLUMN = re.compile(rb'<col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_ERROR = re.compile(rb'<c\s[^>]*?\bt="e"')
_FORMULA = re.compile(rb"<c(\s[^>]*)><f[^>]*?(?:/>|>[^<]*</f>)(<v>[^<])?")
_TEXT_RESULT = re.compile(rb'\bt="str"')
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FILTER = b"<filterColumn"
_EPOCH_1904 = re.compile(rb'\bdate1904="(?:1|true)"')


def facts_of(book: bytes, sheet: str) -> dict[str, Any]:
    """Counts of hidden rows, errors and formulas without a value; ranges of hidden columns and merged cells."""
    if not book.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            workbook = archive.read("xl/workbook.xml")
            part = _part_of(archive, workbook, sheet)
            return {"epoch_1904": bool(_EPOCH_1904.search(workbook)), **_seen(archive, part)}
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        return {}


def _part_of(archive: zipfile.ZipFile, workbook: bytes, sheet: str) -> str:
    """The part of the archive that holds a sheet; KeyError without one."""
    sheets = {unescape(_attribute(tag, "name")): _attribute(tag, "r:id") for tag in _SHEET.findall(workbook)}
    relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in relations}
    target = targets[sheets[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"\s" + name.encode() + rb'="([^"]*)"', tag)
    return found.group(1).decode() if found else ""


def _seen(archive: zipfile.ZipFile, part: str) -> dict[str, Any]:
    seen: dict[str, Any] = {"hidden_rows": 0, "error_cells": 0, "formulas_without_value": 0}
    seen |= {"hidden_columns": [], "merged": [], "filtered": False}
    for piece in _pieces(archive, part):
        seen["hidden_rows"] += len(_HIDDEN_ROW.findall(piece)) if b"hidden=" in piece else 0
        seen["error_cells"] += len(_ERROR.findall(piece)) if b't="e"' in piece else 0
        seen["formulas_without_value"] += _empty_formulas(piece) if b"<f" in piece else 0
        seen["hidden_columns"] += _hidden_columns(piece) if b"<col " in piece else []
        seen["merged"] += _merged(piece)[: _MOST - len(seen["merged"])] if b"<mergeCell " in piece else []
        seen["filtered"] |= _FILTER in piece
    return seen


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end with a row."""
    rest = b""
    with archive.open(part) as stream:
        while read := stream.read(_PIECE):
            whole, end, rest = (rest + read).rpartition(b"</row>")
            yield whole + end
    yield rest


def _empty_formulas(piece: bytes) -> int:
    return sum(not value and not _TEXT_RESULT.search(cell) for cell, value in _FORMULA.findall(piece))


def _hidden_columns(piece: bytes) -> list[tuple[int, int]]:
    """First and last column, from 0, of each hidden range."""
    tags = _HIDDEN_COLUMN.findall(piece)
    return [(int(_attribute(tag, "min")) - 1, int(_attribute(tag, "max")) - 1) for tag in tags]


def _merged(piece: bytes) -> list[tuple[int, int, int, int]]:
    """First row and column, last row and column of each range, from 0."""
    found = _MERGED.findall(piece)
    return [(int(top) - 1, _column(left), int(bottom) - 1, _column(right)) for left, top, right, bottom in found]


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1
