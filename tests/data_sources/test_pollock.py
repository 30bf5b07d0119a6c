"""A part of the Pollock benchmark, the same each time: what is found, and that nothing is lost without a word."""

from __future__ import annotations

import pytest

from benchmarks.pollock import Score, out_of_ten, run, silent
from benchmarks.pollution import OURS, Polluted, pollutions, sample
from data_sources import headers, records


@pytest.fixture(scope="module")
def files() -> list[Polluted]:
    return sample(every=20)


@pytest.fixture(scope="module")
def scores(files: list[Polluted]) -> list[Score]:
    return run(files)


def test_the_files_are_those_of_the_benchmark() -> None:
    found = list(pollutions())
    assert len([one for one in found if one.family != OURS]) == 2_290
    assert len({one.name for one in found}) == len(found)


def test_no_row_is_lost_or_changed_without_a_report(scores: list[Score]) -> None:
    assert [one.file.name for one in silent(scores)] == []


def test_files_are_read_and_cells_are_right(scores: list[Score]) -> None:
    """The part holds every damage of headers and whole files, so it is harder than the benchmark."""
    rows = [one for one in scores if one.file.family.startswith("row_") and "_0_" not in one.file.name]
    assert out_of_ten(rows, "success") == 10 and out_of_ten(rows, "cell_f1") >= 9.9
    whole = [one for one in scores if one not in rows]
    assert out_of_ten(whole, "success") >= 8 and out_of_ten(whole, "cell_f1") >= 8


def test_what_is_refused_cannot_be_decided(scores: list[Score]) -> None:
    refused = {one.file.name for one in scores if one.found.refused}
    short = {f"row_less_sep_0_{column}" for column in range(1, 9)}
    assert refused == {"no_payload", "field_delimiter_' '"} | short


@pytest.mark.parametrize(
    ("module", "protection", "family"),
    [
        (records, "_may_be_shifted", "row_more_sep"),
        (records, "has_straddling_quote", "row_less_sep"),
        (headers, "_is_data", "file"),
    ],
)
def test_without_its_protection_a_file_loses_rows_in_silence(
    files: list[Polluted], monkeypatch: pytest.MonkeyPatch, module: object, protection: str, family: str
) -> None:
    monkeypatch.setattr(module, protection, lambda *_: False)
    assert silent(run(one for one in files if one.family == family))
