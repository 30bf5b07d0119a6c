"""F26, F27, F31 to F38, F41, F42, F44: each protection, and what would happen without it.

Every test holds first with the protection in place; then it takes that protection out and the harm is there.
"""

from __future__ import annotations

import os
import random
import re
import threading
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pytest

from data_sources.connector import RawTable, read_bytes, read_raw
from data_sources.decoding import decode
from data_sources.errors import SourceError
from data_sources.folding import _ranked as ranked
from data_sources.layout import detect_layout
from data_sources.profile import parse_profile
from data_sources.records import read_records
from store.errors import StillGrowingError
from store.receive import receive
from tests.data_sources.conftest import PLAIN, Read, Write
from tests.data_sources.connectors.test_excel_file import with_entry, workbook

HEADER = "id;recu;repondu;motif\n"
GOOD = "007;13/01/2025 14:05;20/01/2025;Facture\n"
Patch = pytest.MonkeyPatch


def raw(write: Write, content: str | bytes, name: str = "f.csv") -> RawTable:
    path = write(content, name)
    return read_raw(path, read_bytes(path), None, {})


def nothing(*_: Any, **__: Any) -> Any:
    return None


def test_f26_a_plain_reader_takes_a_torn_last_row(tmp_path: Path) -> None:
    """What store.receive waits for: half a line, read at once, is a line like any other, or one cell short."""
    growing = tmp_path / "growing.csv"
    growing.write_text(HEADER + GOOD + "008;13/01/2025 14:05;20/01/2025;Fact")
    torn = read_raw(growing, read_bytes(growing), None, {})
    assert torn.table["motif"].to_pylist() == ["Facture", "Fact"]
    os.utime(growing)
    with pytest.raises(StillGrowingError, match="still being written"):
        receive(growing, tmp_path / "kept", patience=-1)


def test_f27_a_pipe_is_no_file(tmp_path: Path, monkeypatch: Patch) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(SourceError, match="not a regular file"):
        read_bytes(pipe)
    monkeypatch.setattr("data_sources.connector._refuse_irregular", nothing)
    reader = threading.Thread(target=read_bytes, args=(pipe,), daemon=True)
    reader.start()
    reader.join(0.3)
    assert reader.is_alive(), "it would wait for a writer for ever"
    pipe.write_text(HEADER)
    reader.join(10)


def test_f31_a_renamed_column_stops_in_one_sentence(read: Read, monkeypatch: Patch) -> None:
    renamed = HEADER.replace("recu", "reçu") + GOOD
    with pytest.raises(SourceError, match="no column 'recu'; nearest: reçu"):
        read(renamed)
    monkeypatch.setattr("data_sources.binding._named", lambda *_: iter(()))
    with pytest.raises(KeyError):
        read(renamed)


def test_f31_a_new_column_is_announced(read: Read, monkeypatch: Patch) -> None:
    content, yaml = "id;recu;repondu;motif;lot\n1;13/01/2025;;m;a\n", PLAIN + "extra: []\n"
    assert read(content, yaml).warnings == {"new_column:lot": 1}
    monkeypatch.setattr("data_sources.reading.column_news", lambda *_: {})
    assert read(content, yaml).warnings == {}


def test_f32_identifiers_keep_their_zeros(read: Read, monkeypatch: Patch) -> None:
    content = HEADER + GOOD + GOOD.replace("007", "7")
    assert read(content).accepted["complaint_id"].to_pylist() == ["007", "7"]
    lines = decode(content.encode(), "f.csv")
    guess = pa_csv.ConvertOptions
    monkeypatch.setattr("data_sources.records.pa_csv.ConvertOptions", lambda **_: guess())
    table = read_records(lines, detect_layout(lines.texts, "f.csv", {})).table
    assert table["id"].to_pylist() == [7, 7], "two complaints would have one number"


def test_f32_two_long_numbers_of_a_workbook_do_not_become_one(read: Read, monkeypatch: Patch) -> None:
    keys = (12345678901234567, 12345678901234568)
    book = workbook(["id", "recu"], *([key, "2025-01-01"] for key in keys))
    yaml = "source: a\ncolumns: {complaint_id: id, received_at: recu}"
    assert read(book, yaml, "f.xlsx").rejected["reason"].to_pylist() == ["id_rounded"] * 2
    monkeypatch.setattr("data_sources.mapping._reject_rounded", nothing)
    merged = read(book, yaml, "f.xlsx")
    assert merged.accepted.num_rows == 1 and merged.duplicate == 1


def test_f33_hours_that_do_not_exist_are_told(read: Read, monkeypatch: Patch) -> None:
    content = HEADER + "1;30/03/2025 02:30;;m\n2;26/10/2025 02:30;;m\n"
    assert read(content).warnings == {"dst_gap": 1, "dst_overlap": 1}
    monkeypatch.setattr("data_sources.mapping.Draft.warn", nothing)
    assert read(content).warnings == {}


def test_f34_two_orders_of_day_and_month_are_refused(read: Read, monkeypatch: Patch) -> None:
    yaml = PLAIN.replace('["%d/%m/%Y %H:%M", "%d/%m/%Y"]', '["%d/%m/%Y", "%m/%d/%Y"]')
    with pytest.raises(SourceError, match="read the same texts"):
        parse_profile(yaml)
    monkeypatch.setattr("data_sources.profile.validate_formats", nothing)
    dates = read(HEADER + "1;03/04/2025;;m\n", yaml).accepted["received_at"].to_pylist()
    assert len(dates) == 1, "a date of which nobody knows the month is let in"


def test_f35_a_false_date_takes_its_row_out(read: Read, monkeypatch: Patch) -> None:
    content = HEADER + GOOD + "8;13/01/2025;31/04/2025;m\n9;13/01/2025;29/02/2025;m\n"
    assert read(content).rejected["reason"].to_pylist() == ["date_unreadable"] * 2
    monkeypatch.setattr("data_sources.mapping._reject_values", nothing)
    assert read(content).accepted["replied_at"].null_count == 2, "they would look as if never answered"


@pytest.mark.parametrize("date", ["01/02/0202", "01/02/2199", "31/12/1989"])
def test_f36_an_implausible_year_takes_its_row_out(read: Read, monkeypatch: Patch, date: str) -> None:
    content = HEADER + GOOD + f"8;{date};;m\n"
    assert read(content).rejected["reason"].to_pylist() == ["date_implausible"]
    monkeypatch.setattr("data_sources.checks._plausibility_rules", lambda _: [])
    assert read(content).accepted.num_rows == 2


def test_f37_an_answer_before_the_reception_is_told(read: Read, monkeypatch: Patch) -> None:
    content = HEADER + GOOD + "8;13/01/2025 10:00;13/01/2025 09:00;m\n"
    assert read(content).warnings == {"replied_before_received": 1}
    monkeypatch.setattr("data_sources.checks._order_rules", list)
    assert read(content).warnings == {}


def test_f38_of_two_contents_the_same_one_wins_in_any_order(read: Read, monkeypatch: Patch) -> None:
    lines = [f"1;13/01/2025;20/01/2025;motif {n}\n" for n in range(6)]

    def winners() -> set[str]:
        orders = [random.Random(seed).sample(lines, len(lines)) for seed in range(20)]
        return {read(HEADER + "".join(order)).accepted["motive"][0].as_py() for order in orders}

    assert len(winners()) == 1
    monkeypatch.setattr("data_sources.folding._ranked", lambda table, order: ranked(table, "last DESC"))
    assert len(winners()) > 1, "the order of the lines would decide"


def test_f41_a_quote_that_is_never_closed_costs_its_line_alone(write: Write, monkeypatch: Patch) -> None:
    content = "id,recu,motif\n" + 'A,2024-01-01,"abc\nB,2024-01-02,x\nC,2024-01-03,tube 5"\nD,2024-01-04,y\n'
    assert raw(write, content).warnings == {"joined_lines": 2}
    monkeypatch.setattr("data_sources.records._records_within", lambda *_: 0)
    assert raw(write, content).warnings == {}, "two records would be gone without a word"


def test_f41_a_record_too_wide_is_not_cut_to_size(write: Write, monkeypatch: Patch) -> None:
    content = HEADER + GOOD + "8;13/01/2025;;a;b\n" + GOOD
    assert [reject.reason for reject in raw(write, content).rejected] == ["too_many_fields"]
    monkeypatch.setattr("data_sources.records._fits", lambda *_: True)
    monkeypatch.setattr("data_sources.records._may_be_shifted", lambda *_: False)
    assert raw(write, content).table.num_rows == 3


def test_f42_bytes_that_are_no_character_are_not_read_as_one(write: Write, monkeypatch: Patch) -> None:
    content = (HEADER + GOOD).encode() + b"8;13/01/2025;;\x81\xe9\n"
    assert [reject.reason for reject in raw(write, content).rejected] == ["undecodable"]
    monkeypatch.setattr("data_sources.decoding._UNDEFINED", re.compile(b"(?!)"))
    assert raw(write, content).table["motif"].to_pylist()[1] == "\ufffdé"


def test_f42_utf_16_without_a_mark_is_seen(write: Write, monkeypatch: Patch) -> None:
    content = (HEADER + GOOD).encode("utf-16-le")
    assert raw(write, content).table["motif"].to_pylist() == ["Facture"]
    monkeypatch.setattr("data_sources.decoding._zero_byte_encoding", nothing)
    with pytest.raises(SourceError, match="not a text file"):
        raw(write, content)


def test_f42_zero_characters_are_counted(write: Write, monkeypatch: Patch) -> None:
    content = HEADER + GOOD + "8;13/01/2025;;a\0b\n"
    assert raw(write, content).warnings == {"nul_characters_removed": 1}
    monkeypatch.setattr("data_sources.decoding._without_nul", lambda lines: lines)
    assert "\0" in raw(write, content).table["motif"].to_pylist()[1]


def test_f44_what_pretends_to_be_a_workbook_is_refused_before_it_is_opened(write: Write, monkeypatch: Patch) -> None:
    book = with_entry(workbook(["id", "recu"], ["1", "x"]), "xl/vbaProject.bin", b"x")
    with pytest.raises(SourceError, match="macros"):
        raw(write, book, "f.xlsm")
    monkeypatch.setattr("data_sources.connectors.excel_file.refuse_hostile", nothing)
    assert raw(write, book, "f.xlsm").read == 1, "a workbook with macros would be opened"


def test_f44_a_workbook_or_a_page_under_the_name_of_text_is_refused(write: Write, monkeypatch: Patch) -> None:
    page = "<html><body>\n<table><tr><td>id;recu</td></tr></table>\n</body></html>\n"
    with pytest.raises(SourceError, match="web page"):
        raw(write, page)
    monkeypatch.setattr("data_sources.connectors.csv_file._refuse_others", nothing)
    assert raw(write, page).columns, "its tags would become columns"
