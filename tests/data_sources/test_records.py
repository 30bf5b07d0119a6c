"""F41: a damaged line is rejected alone, with its number; every line is accounted for."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.connector import LINE, RawTable
from data_sources.decoding import decode
from data_sources.layout import detect_layout
from data_sources.records import read_records

HEADER = "id;texte;fin\n"


def read(body: str, header: str = HEADER, delimiter: str = ";") -> RawTable:
    lines = decode((header + body).encode(), "f.csv")
    return read_records(lines, detect_layout(lines.texts, "f.csv", {"delimiter": delimiter, "header_line": 1}))


def rows(raw: RawTable) -> list[tuple[int, ...]]:
    return [(row[LINE], *[row[name] for name in raw.columns]) for row in raw.table.to_pylist()]


def reasons(raw: RawTable) -> list[tuple[int | None, str]]:
    return [(reject.line, reject.reason) for reject in raw.rejected]


def test_too_many_and_too_few_fields_are_rejected_with_line_and_text() -> None:
    raw = read("1;a;x\n2;b;x;y\n3;c\n4;d;x\n")
    assert reasons(raw) == [(3, "too_many_fields"), (4, "too_few_fields")]
    assert raw.rejected[0].raw == "2;b;x;y"
    assert raw.rejected[0].detail == "line 3 has 4 fields where the header has 3"
    assert [row[0] for row in rows(raw)] == [2, 5]
    assert raw.read == 4


def test_surplus_fields_that_are_empty_are_accepted_with_a_warning() -> None:
    raw = read("1;a;x;;\n2;b;x\n")
    assert rows(raw) == [(2, "1", "a", "x"), (3, "2", "b", "x")]
    assert raw.warnings == {"surplus_empty_fields": 1}


def test_quoted_newlines_delimiters_and_quotes_are_kept() -> None:
    raw = read('1;"un\ndeux;\ntrois ""3""";x\n2;b;x\n')
    assert rows(raw) == [(2, "1", 'un\ndeux;\ntrois "3"', "x"), (5, "2", "b", "x")]
    assert raw.read == 2


def test_an_unclosed_quote_costs_one_line_of_three_thousand() -> None:
    body = [f'{n};"texte {n}";x' if n % 3 else f"{n};texte {n};x" for n in range(3000)]
    body[1000] = '1000;"jamais fermé;x'
    raw = read("\n".join(body))
    assert reasons(raw) == [(1002, "unclosed_quote")]
    assert raw.table.num_rows == 2999


def test_an_unclosed_quote_at_the_end_of_the_file_costs_its_line() -> None:
    assert reasons(read('1;a;x\n2;"b;x')) == [(3, "unclosed_quote")]
    assert reasons(read('1;a;x\n2;b;"\n3;c;x\n')) == [(3, "unclosed_quote")]


def test_two_unclosed_quotes_do_not_marry_over_whole_records() -> None:
    wide = "a;b;c;d;e\n"
    body = ['1;"x;3;4;5', *[f"{n};2;3;4;5" for n in range(2, 50)], '50;2;3;4;x"', "51;2;3;4;5"]
    raw = read("\n".join(body), wide)
    assert reasons(raw)[0] == (2, "unclosed_quote")
    assert raw.table.num_rows >= 49


def test_a_quote_amid_a_quoted_field_is_rejected_and_one_amid_plain_text_is_text() -> None:
    raw = read('1;"il dit "non" encore";x\n2;écran 5" cassé;x\n')
    assert reasons(raw) == [(2, "stray_quote")]
    assert rows(raw) == [(3, "2", 'écran 5" cassé', "x")]


def test_blank_lines_are_no_data_but_keep_the_numbering() -> None:
    assert [row[0] for row in rows(read("\n1;a;x\n\n   \n2;b;x\n\n"))] == [3, 6]


def test_an_enormous_line_is_refused_alone() -> None:
    raw = read("1;" + "a" * 1_100_000 + ";x\n2;b;x\n")
    assert reasons(raw) == [(2, "line_too_long")]
    assert len(raw.rejected[0].raw) == 1000


def test_a_column_alone_and_a_file_wider_than_re2_repeats_are_read() -> None:
    lines = decode(b'id\n"a;b"\nc\n', "f.csv")
    assert read_records(lines, detect_layout(lines.texts, "f.csv", {})).table["id"].to_pylist() == ["a;b", "c"]
    wide = ";".join(f"c{n}" for n in range(950))
    assert read(wide + "\n" + wide + ";x\n", wide + "\n").read == 2


FOUR = "complaint_id,received_at,channel,motive\n"


def test_lines_of_a_quoted_text_that_would_be_records_alone_stay_in_their_complaint() -> None:
    listed = 'B,2024-01-02,web,"Bonjour,\nune facture, un rappel, une relance, merci"\n'
    raw = read("A,2024-01-01,web,ok\n" + listed + "C,2024-01-03,web,ok\n", FOUR, ",")
    assert [row[:2] for row in rows(raw)] == [(2, "A"), (3, "B"), (5, "C")] and not raw.rejected
    forwarded = 'B,2024-01-02,web,"he forwarded:\nX9,2024-01-09,web,phantom"\n'
    raw = read(forwarded + "C,2024-01-03,web,ok\n", FOUR, ",")
    assert [row[1] for row in rows(raw)] == ["B", "C"]
    assert rows(raw)[0][4] == "he forwarded:\nX9,2024-01-09,web,phantom"
    assert raw.warnings == {"joined_lines": 1}


def test_lines_that_balanced_quotes_join_are_counted_in_a_narrow_file() -> None:
    header = "complaint_id,received_at,motive\n"
    ambiguous = 'A,2024-01-01,"abc\nB,2024-01-02,x\nC,2024-01-03,tube 5"\nD,2024-01-04,y\n'
    raw = read(ambiguous, header, ",")
    assert [row[1] for row in rows(raw)] == ["A", "D"]
    assert raw.warnings == {"joined_lines": 2} and raw.read == 2


@pytest.mark.parametrize("follower", ['C,2024-01-03,"tube"', 'C,2024-01-03,5" tube', 'C,"x",y', "C,2024-01-03,tube"])
def test_a_quote_that_closes_before_text_or_never_is_damage_of_one_line(follower: str) -> None:
    raw = read(f'A,2024-01-01,"abc\nB,2024-01-02,x\n{follower}\n', "complaint_id,received_at,motive\n", ",")
    assert reasons(raw) == [(2, "unclosed_quote")]
    assert [row[1] for row in rows(raw)] == ["B", "C"] and not raw.warnings


def test_a_record_of_several_lines_and_another_width_is_rejected_once_and_truly() -> None:
    raw = read('1;"a\nb"\n2;b;x\n3;"a\nb";x;;\n')
    assert reasons(raw) == [(2, "too_few_fields")] and raw.rejected[0].raw == '1;"a\nb"'
    assert rows(raw) == [(4, "2", "b", "x"), (5, "3", "a\nb", "x")]


def test_a_header_over_several_lines_is_no_line_of_data() -> None:
    raw = read("1;a;x\n", '"complaint\nid";texte;fin\n')
    assert raw.columns == ["complaint id", "texte", "fin"]
    assert rows(raw) == [(3, "1", "a", "x")] and raw.read == 1


entangled = st.text(st.sampled_from('ab5é ,;|\t\n"'), max_size=15)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(2, 8), st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_every_well_formed_csv_comes_back_exactly(data: st.DataObject, width: int, delimiter: str, style: int) -> None:
    record = st.tuples(st.sampled_from(["A1", "B,2", 'C"3']), *[entangled] * (width - 1))
    table = data.draw(st.lists(record, min_size=1, max_size=8))
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n", quoting=style).writerows(table)  # type: ignore[arg-type]
    header = delimiter.join(f"name {letter}" for letter in "abcdefgh"[:width]) + "\n"
    raw = read(target.getvalue(), header, delimiter)
    assert [tuple(row[name] for name in raw.columns) for row in raw.table.to_pylist()] == table
    assert not raw.rejected and raw.read == len(table)


# A file of control characters is refused as binary (test_decoding); text has none but tabs and line ends.
cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\t\n"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells.filter(str.strip), cells, cells), min_size=1, max_size=12))
def test_what_the_csv_module_writes_comes_back(table: list[tuple[str, str, str]]) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    raw = read(target.getvalue())
    assert [tuple(row[name] for name in raw.columns) for row in raw.table.to_pylist()] == table
    assert not raw.rejected


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from('ab";\n'), max_size=80))
def test_no_line_is_lost_whatever_the_text(body: str) -> None:
    raw = read(body)
    lines = [number for number, line in enumerate(body.split("\n"), start=2) if line.strip()]
    seen = sorted([*raw.table[LINE].to_pylist(), *[reject.line or 0 for reject in raw.rejected]])
    assert len(seen) == len(set(seen)) == raw.read
    assert set(seen) <= set(lines)
    covered = sum(1 + str(row).count("\\n") for row in rows(raw))
    covered += sum(1 + reject.raw.count("\n") for reject in raw.rejected)
    assert covered >= len(lines)
