"""Every reason and warning that reading or importing can give has words in both languages."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.conftest import ROOT

CODE = re.compile(r'"((?:too|id|received|date|value|unclosed|stray|line|not_a|surplus|joined|suspicious|nul|decoded|'
                  r'earlier|older|superseded|dst|new|missing|other|no|header|repeated|total|note|backslash|'
                  r'hidden|filtered|merged|formulas|error)_[a-z0-9_]+|undecodable)"')  # fmt: skip
GIVING = ("records", "quoting", "checks", "mapping", "reading", "folding", "dates", "connectors/csv_file", "constants",
          "headers", "foot", "connectors/excel_file", "sheets")  # fmt: skip
NOT_CODES = {"received_at", "date_only", "date_formats", "other_sheets", "line_no", "header_line"}


def given() -> set[str]:
    found = {code for name in GIVING for code in CODE.findall((ROOT / f"data_sources/{name}.py").read_text("utf-8"))}
    return found - NOT_CODES


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_code_has_words(lang: str) -> None:
    said = yaml.safe_load((ROOT / "locale" / f"{lang}.yaml").read_text("utf-8"))
    assert len(given()) > 15
    assert given() - set(said["reason"]) - set(said["warning"]["code"]) == set()
