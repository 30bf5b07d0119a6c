"""From a file to canonical complaints: nothing lost, nothing guessed, everything counted."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.propose import propose
from data_sources.reading import ACCEPTED, Reading, read_source

from .conftest import PLAIN, Read, Write

HEADER = "id;recu;repondu;motif\n"
GOOD = "007;13/01/2025 14:05;20/01/2025;Facture\n"


def reasons(reading: Reading) -> list[tuple[int, str, str]]:
    rows = reading.rejected.to_pylist()
    return [(row["source_line"], row["reason"], row["column"]) for row in rows]


def only(reading: Reading) -> dict[str, object]:
    assert reading.accepted.num_rows == 1, reading.rejected.to_pylist()
    return reading.accepted.to_pylist()[0]


def test_a_good_line_becomes_a_canonical_complaint(read: Read) -> None:
    reading = read(HEADER + GOOD)
    row = only(reading)
    assert reading.accepted.schema.equals(ACCEPTED)
    assert (row["complaint_id"], row["source"], row["kind"], row["motive"]) == ("007", "claims", "complaint", "Facture")
    assert row["received_at"] == datetime(2025, 1, 13, 13, 5)
    assert row["replied_at"] == datetime(2025, 1, 19, 23, 0)
    assert row["date_only"] == "replied_at" and row["timezone"] == "Europe/Paris"
    assert row["last_event_at"] == row["replied_at"] and row["source_line"] == 2
    assert reading.warnings == {}


def test_identifiers_stay_text(read: Read) -> None:
    body = "".join(f"{key};13/01/2025;;m\n" for key in ("007", "7", "1e5", "  9 ", "comcas", "12345678901234567890"))
    ids = read(HEADER + body).accepted["complaint_id"].to_pylist()
    assert ids == ["007", "7", "1e5", "9", "comcas", "12345678901234567890"]


def test_rows_without_identifier_or_reception_are_rejected(read: Read) -> None:
    reading = read(HEADER + GOOD + ";13/01/2025;;m\n8;;;m\n;;;\n")
    assert reasons(reading) == [
        (3, "id_missing", "complaint_id"),
        (4, "received_missing", "received_at"),
        (5, "id_missing", "complaint_id"),
    ]
    assert json.loads(reading.rejected["raw"][0].as_py()) == {"recu": "13/01/2025", "motif": "m"}


@pytest.mark.parametrize("text", ["31/04/2025", "29/02/2025", "01/13/2025", "2025-01-13", "13/01/25", "hier"])
def test_false_and_foreign_dates_are_quarantined_required_or_not(read: Read, text: str) -> None:
    reading = read(HEADER + GOOD + f"8;{text};;m\n9;13/01/2025;{text};m\n")
    assert reasons(reading) == [(3, "date_unreadable", "received_at"), (4, "date_unreadable", "replied_at")]
    assert text in reading.rejected["detail"][0].as_py()


def test_29_february_of_a_leap_year_is_a_date(read: Read) -> None:
    assert only(read(HEADER + "1;29/02/2024;;m\n"))["received_at"] == datetime(2024, 2, 28, 23, 0)


def test_implausible_years_and_the_future_are_quarantined(read: Read) -> None:
    later = f"{datetime.now() + timedelta(days=3):%d/%m/%Y}"
    body = f"8;01/02/0202;;m\n9;{later};;m\n10;13/01/2025;{later};m\n"
    assert [reason for _, reason, _ in reasons(read(HEADER + GOOD + body))] == ["date_implausible"] * 3


def test_a_promise_may_lie_in_the_future(read: Read) -> None:
    later = f"{datetime.now() + timedelta(days=60):%d/%m/%Y}"
    yaml = PLAIN.replace("replied_at: repondu", "promised_at: repondu")
    assert only(read(HEADER + f"1;13/01/2025;{later};m\n", yaml))["last_event_at"] == datetime(2025, 1, 12, 23)


def test_a_reply_before_the_reception_is_let_in_with_a_warning(read: Read) -> None:
    reading = read(HEADER + GOOD + "8;13/01/2025 10:00;13/01/2025 09:00;m\n9;13/01/2025 10:00;12/01/2025;m\n")
    assert reading.warnings == {"replied_before_received": 2}
    assert reading.accepted.num_rows == 3


def test_a_reply_on_the_day_of_reception_without_a_time_is_not_before_it(read: Read) -> None:
    assert read(HEADER + "8;13/01/2025 10:00;13/01/2025;m\n" + GOOD).warnings == {}


def test_daylight_saving_is_flagged_and_the_row_kept(read: Read) -> None:
    body = "1;30/03/2025 02:30;;m\n2;26/10/2025 02:30;;m\n3;30/03/2025;;m\n"
    assert read(HEADER + body).warnings == {"dst_gap": 1, "dst_overlap": 1}


def test_the_same_line_again_is_a_duplicate(read: Read) -> None:
    reading = read(HEADER + GOOD + GOOD + GOOD)
    assert (reading.accepted.num_rows, reading.duplicate, reading.conflict) == (1, 2, 0)


def test_other_content_under_one_id_is_a_conflict_with_one_winner_in_any_order(read: Read) -> None:
    lines = [f"1;13/01/2025;{day:02d}/02/2025;m\n" for day in range(1, 9)] + ["1;13/01/2025;08/02/2025;autre\n", GOOD]
    winners = set()
    for seed in range(20):
        shuffled = random.Random(seed).sample(lines, len(lines))
        reading = read(HEADER + "".join(shuffled))
        assert (reading.accepted.num_rows, reading.conflict, reading.duplicate) == (2, 8, 0)
        assert set(reading.conflicts["reason"].to_pylist()) == {"conflict"}
        winners.add(tuple(sorted(reading.accepted["content_hash"].to_pylist())))
    assert len(winners) == 1
    best = next(row for row in reading.accepted.to_pylist() if row["complaint_id"] == "1")
    assert best["replied_at"] == datetime(2025, 2, 7, 23, 0)


def test_the_hash_follows_the_content_and_not_the_place_or_the_order_of_columns(read: Read) -> None:
    first = only(read(HEADER + GOOD))
    moved = only(read("motif;repondu;recu;id\n\nFacture;20/01/2025;13/01/2025 14:05;007\n"))
    other = only(read(HEADER + GOOD.replace("Facture", "Livraison")))
    assert first["content_hash"] == moved["content_hash"] != other["content_hash"]


LOG = """
source: log
timezone: UTC
date_formats: ["%d/%m/%Y %H:%M"]
nulls: ["?"]
columns: {complaint_id: n, received_at: o, closed_at: c, status: s, last_event_at: u}
fold: {key: n, latest_by: [u, k]}
"""


def test_an_event_log_folds_to_the_latest_event_in_any_order(read: Read) -> None:
    lines = [
        "A;1/2/2025 9:00;?;New;1/2/2025 9:00;0",
        "A;1/2/2025 9:00;2/2/2025 9:00;Closed;10/2/2025 9:00;2",
        "A;1/2/2025 9:00;?;Active;9/2/2025 9:00;9",
        "A;1/2/2025 9:00;?;Resolved;10/2/2025 9:00;1",
        "B;1/2/2025 9:00;?;New;1/2/2025 9:00;0",
        "B;1/2/2025 9:00;?;Broken;xx;1",
    ]
    for seed in range(6):
        shuffled = random.Random(seed).sample(lines, len(lines))
        reading = read("n;o;c;s;u;k\n" + "\n".join(shuffled), LOG)
        assert (reading.read, reading.duplicate, reading.conflict) == (6, 3, 0)
        assert sorted(reading.accepted["status"].to_pylist()) == ["Closed", "New"]
        assert reading.warnings == {"earlier_event": 3}
        assert [reason for _, reason, _ in reasons(reading)] == ["date_unreadable"]


def test_unmapped_columns_are_kept_and_personal_ones_kept_apart(read: Read) -> None:
    yaml = PLAIN + "personal: {verbatim: texte, name: nom}\ndrop: [agent]\n"
    reading = read(
        "id;recu;repondu;motif;texte;nom;agent;lot\n1;13/01/2025;;m;Bonjour;Zoé;Max;L1\n2;x;;m;Non;Al;B;\n", yaml
    )
    assert json.loads(str(only(reading)["extra"])) == {"lot": "L1"}
    assert sorted((row["field"], row["value"]) for row in reading.personal.to_pylist()) == [
        ("name", "Zoé"),
        ("verbatim", "Bonjour"),
    ]
    assert "Al" not in reading.rejected["raw"][0].as_py()
    for canary in ("Zoé", "Bonjour", "Max"):
        assert canary not in str(reading.accepted.to_pylist())


def test_what_is_no_complaint_is_left_out_with_its_reason(read: Read) -> None:
    reading = read(HEADER + GOOD + "8;13/01/2025;;Test\n", PLAIN + "exclude_when: {motif: [Test]}\n")
    assert reasons(reading) == [(3, "not_a_complaint", "motif")]
    assert read(HEADER + GOOD, PLAIN + "keep_when: {motif: [Autre]}\n").accepted.num_rows == 0


def test_remarks_are_accepted_and_counted(read: Read) -> None:
    yaml = PLAIN.replace("motive: motif", "kind: {column: motif, values: {R: remark, D: request, C: complaint}}")
    reading = read(
        HEADER + "1;13/01/2025;;R\n2;13/01/2025;;D\n3;13/01/2025;;C\n4;13/01/2025;;\n5;13/01/2025;;Z\n", yaml
    )
    assert reading.remarks == 1
    assert reading.accepted["kind"].to_pylist() == ["remark", "request", "complaint", "complaint"]
    assert reasons(reading) == [(6, "value_unknown", "kind")]


def test_a_renamed_column_stops_with_the_nearest_and_what_to_do(read: Read) -> None:
    with pytest.raises(SourceError) as error:
        read("id;reçu;repondu;motif\n1;13/01/2025;;m\n")
    assert str(error.value).startswith("claims.csv: no column 'recu'; nearest: reçu")
    assert str(error.value).endswith("Correct it in the profile under received_at.")
    with pytest.raises(SourceError, match="under motive"):
        read("id;recu;repondu\n1;13/01/2025;\n")


def test_new_and_vanished_columns_are_announced(read: Read) -> None:
    reading = read("id;recu;repondu;motif;lot\n1;13/01/2025;;m;a\n", PLAIN + "extra: [ancien]\n")
    assert reading.warnings == {"new_column:lot": 1, "missing_column:ancien": 1}


def test_a_profile_without_reception_says_so(read: Read) -> None:
    with pytest.raises(SourceError, match="nothing is mapped to received_at"):
        read(HEADER + GOOD, "source: x\ncolumns: {complaint_id: id}")


def test_canonical_headers_need_no_map(read: Read) -> None:
    yaml = "source: demo\ncanonical_headers: true\n"
    header = "complaint_id,received_at,channel,level,compensation_granted,vulnerable,csat\n"
    content = header + "1,2025-03-04 14:05,phone,2,1250,oui,4.5\n2,2025-03-04,email,,,,\n"
    first, second = read(content, yaml).accepted.to_pylist()
    assert (first["received_at"], first["level"], first["compensation_granted"]) == (
        datetime(2025, 3, 4, 13, 5),
        2,
        1250,
    )
    assert first["vulnerable"] is True and first["csat"] == 4.5
    assert (second["date_only"], second["level"], second["vulnerable"]) == ("received_at", None, None)


def test_unreadable_numbers_and_unknown_channels_are_quarantined(read: Read) -> None:
    yaml = "source: demo\ncanonical_headers: true\n"
    rows = ["fax,1,0,5", "phone,high,0,5", "phone,1,1.5,5", "phone,1,-5,5", "phone,1,0,11", "phone,1,0,10"]
    body = "".join(f"{n},2025-03-04,{row}\n" for n, row in enumerate(rows))
    reading = read("complaint_id,received_at,channel,level,compensation_claimed,nps\n" + body, yaml)
    assert [(reason, column) for _, reason, column in reasons(reading)] == [
        ("value_unknown", "channel"),
        ("value_unreadable", "level"),
        ("value_unreadable", "compensation_claimed"),
        ("value_out_of_range", "compensation_claimed"),
        ("value_out_of_range", "nps"),
    ]


def test_a_second_column_a_default_and_a_constant_fill_what_is_empty(read: Read) -> None:
    yaml = (
        PLAIN.replace(
            "replied_at: repondu, motive: motif",
            "replied_at: {column: repondu, else: clos}, motive: {column: motif, default: inconnu}",
        )
        + "constants: {country: FR, level: '2', written: 'true'}\n"
    )
    row = only(read("id;recu;repondu;motif;clos\n1;13/01/2025;;;15/01/2025\n", yaml))
    assert row["replied_at"] == datetime(2025, 1, 14, 23, 0)
    assert (row["motive"], row["country"], row["level"], row["written"]) == ("inconnu", "FR", 2, True)


@pytest.mark.parametrize(
    ("constant", "moment"),
    [
        ("2025-01-15", datetime(2025, 1, 14, 23)),
        ("'15/01/2025 10:00'", datetime(2025, 1, 15, 9)),
        ("2025-01-15T10:00:00Z", datetime(2025, 1, 15, 10)),
    ],
)
def test_a_constant_date_is_the_date_of_every_row(read: Read, constant: str, moment: datetime) -> None:
    reading = read(HEADER + GOOD + "8;16/01/2025;;m\n", PLAIN + f"constants: {{closed_at: {constant}, level: 2}}\n")
    assert reading.accepted["closed_at"].to_pylist() == [moment] * 2
    assert reading.warnings == {"closed_before_received": 1} and reading.accepted["level"].to_pylist() == [2, 2]


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Kiritimati", "America/New_York"])
def test_the_first_plausible_day_is_judged_and_shown_by_the_local_clock(read: Read, zone: str) -> None:
    yaml = PLAIN.replace("Europe/Paris", zone)
    reading = read(HEADER + "1;01/01/1990;;m\n2;31/12/1989;;m\n3;31/12/1989 23:30;;m\n", yaml)
    assert only(reading)["complaint_id"] == "1"
    assert reading.rejected["detail"][0].as_py().endswith(": 1989-12-31")
    assert reading.rejected["detail"][1].as_py().endswith(": 1989-12-31 23:30:00")


def test_a_damaged_line_amid_good_ones_is_quarantined_with_its_number(read: Read) -> None:
    lines = [f'{n};13/01/2025;;"motif {n}"' for n in range(200)]
    lines[50], lines[100], lines[150] = '50;13/01/2025;;"ouvert', "100;13/01/2025", '150;13/01/2025;;"a"b"'
    reading = read(HEADER + "\n".join(lines))
    assert reading.accepted.num_rows == 197 and reading.read == 200
    assert [(line, reason) for line, reason, _ in reasons(reading)] == [
        (52, "unclosed_quote"),
        (102, "too_few_fields"),
        (152, "stray_quote"),
    ]


def test_cells_of_undecodable_lines_are_refused_and_others_kept(read: Read) -> None:
    reading = read((HEADER + "1;13/01/2025;;\xe9t\xe9\n").encode("latin-1") + b"2;13/01/2025;;\x81\xe9\n")
    assert only(reading)["motive"] == "été"
    assert reasons(reading)[0][:2] == (3, "undecodable")
    assert reading.warnings == {"decoded_as_windows_1252": 2}


@pytest.mark.parametrize("content", ["", " \n\n", HEADER])
def test_an_empty_file_is_no_zero(read: Read, write: Write, profile: Profile, content: str) -> None:
    if content == HEADER:
        assert read(content).accepted.num_rows == 0
        return
    with pytest.raises(SourceError, match=r"claims\.csv is empty|no content"):
        read_source(profile, write(content))


def test_missing_and_irregular_files_are_refused(profile: Profile, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("a")
    with pytest.raises(SourceError, match=r"clams\.csv: no such file.*nearest: claims\.csv"):
        read_source(profile, tmp_path / "clams.csv")
    with pytest.raises(SourceError, match="not a regular file"):
        read_source(profile, tmp_path)


@pytest.mark.parametrize("name", ["n" * 300 + ".csv", "/proc/self/mem"])
def test_files_the_system_does_not_let_be_read_are_one_sentence(profile: Profile, tmp_path: Path, name: str) -> None:
    for use in (lambda path: read_source(profile, path), propose):
        with pytest.raises(SourceError, match=r"cannot be read: .*; check its name and its permissions") as error:
            use(tmp_path / name)
        assert "\n" not in str(error.value) and len(str(error.value)) < 200


def test_an_unsearchable_folder_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "claims.csv").write_text(HEADER + GOOD)
    folder.chmod(0)
    program = (
        "import os, sys\n"
        "from data_sources.connector import read_bytes; from data_sources.profile import load_profile\n"
        "from data_sources.errors import SourceError; from pathlib import Path\n"
        "os.getuid() or os.setuid(65534)\n"
        "for use in (read_bytes, load_profile):\n"
        "    try: use(Path(sys.argv[1]))\n"
        "    except SourceError as error: print(error)\n"
    )
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "claims.csv")], capture_output=True, text=True, check=False
    )
    assert done.stdout.count("claims.csv cannot be read: Permission denied") == 2, done.stderr


def test_unknown_connectors_and_options_are_refused(read: Read) -> None:
    with pytest.raises(SourceError, match="No connector 'csv'; nearest: csv_file"):
        read(HEADER + GOOD, PLAIN + "connector: csv\n")
    with pytest.raises(SourceError, match="no option 'delimitr'; nearest: delimiter"):
        read(HEADER + GOOD, PLAIN + "options: {delimitr: ';'}\n")


def test_progress_is_told_from_start_to_end(write: Write, profile: Profile) -> None:
    told: list[tuple[str, float]] = []
    read_source(profile, write(HEADER + GOOD), progress=lambda stage, share: told.append((stage, share)))
    assert told[0] == ("reading", 0.0) and told[-1] == ("done", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_upstream_arrow_still_needs_our_own_joining_of_marks() -> None:
    """mapping joins the date-only marks in SQL because of this; when it fails, Arrow can do it again."""
    marks = pa.array(["a", None])
    assert len(pa.compute.binary_join_element_wise(marks, marks, ",", null_handling="skip")) != 2


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Paris", "9999-12-31T23:59:59Z"),
        ("Europe/Paris", "9999-12-31 23:59:59+00:00"),
        ("Europe/Paris", "9999-12-31T20:59:59Z"),
        ("Europe/Paris", "0001-01-01 00:00:00"),
        ("America/New_York", "0001-01-01T00:00:00Z"),
        ("America/New_York", "9999-12-31 23:59:59"),
    ],
)
@pytest.mark.parametrize("column", ["recu", "repondu"])
def test_ever_and_never_reject_their_row_alone_in_any_zone(read: Read, zone: str, text: str, column: str) -> None:
    """There, they are in the year 0 or 10000, which Python's moments don't have."""
    dates = {"recu": "2025-01-13T14:05:00Z", "repondu": "2025-01-20T10:00:00Z"} | {column: text}
    good = "7;2025-01-13T14:05:00Z;2025-01-20T10:00:00Z;m\n"
    profile = PLAIN.replace("Europe/Paris", zone).replace('["%d/%m/%Y %H:%M", "%d/%m/%Y"]', "[iso]")
    reading = read(HEADER + good + f"8;{dates['recu']};{dates['repondu']};m\n", profile)
    assert reasons(reading) == [(3, "date_implausible", "received_at" if column == "recu" else "replied_at")]
    assert f": {text[:4]}-" in reading.rejected["detail"][0].as_py()
    assert reading.accepted["complaint_id"].to_pylist() == ["7"]
