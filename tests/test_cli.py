"""The command line as its user types it: the JSON that programs rely on, and refusals in one sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cli
from kpi.catalog import metrics
from kpi.metric import Acted, Part, Share

AS_OF = "2026-11-21"
IMPORT_KEYS = [
    *("import", "source", "sha256", "read", "new", "updated", "unchanged", "duplicate", "conflict", "rejected"),
    *("remarks", "warnings", "seconds"),
]
ROW_KEYS = [
    *("metric", "period", "by", "value", "unit", "n", "numerator", "denominator", "low", "high", "excluded"),
    "definition_version",
]
OF_COMPLAINTS = {
    name
    for name, metric in metrics().items()
    if not isinstance(metric.shape, Acted) and not (isinstance(metric.shape, Part) and metric.shape.of)
}
EXPORT = """complaint_id,received_at,replied_at,channel,product
A1,2024-03-04,2024-03-06,web,=1+1
A2,2024-03-04,,letter,Box
A3,,2024-03-06,web,Box
"""


class Terminal:
    """Types commands against one store, in this process, through the command's own entry point."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.monkeypatch, self.capsys = home, monkeypatch, capsys

    def type(self, *words: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["vigie", "--home", str(self.home), *words])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code or 0
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *words: str) -> Any:
        code, out, err = self.type(*words)
        assert code == 0, err
        return json.loads(out)

    def table(self, *words: str) -> list[dict[str, str]]:
        code, out, err = self.type(*words)
        assert code == 0, err
        return list(csv.DictReader(io.StringIO(out)))


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    words = ["--home", str(home), "demo", "--complaints", "3000", "--until", AS_OF, "--json"]
    done = subprocess.run(
        [str(Path(sys.executable).parent / "vigie"), *words], capture_output=True, text=True, check=True
    )
    assert list(json.loads(done.stdout)) == IMPORT_KEYS
    return home


@pytest.fixture
def demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(demo_home, monkeypatch, capsys)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "home", monkeypatch, capsys)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "helpdesk.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_an_export_becomes_a_figure_in_three_commands(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    assert empty.type("profile", str(export), "-o", profile)[0] == 0
    report = empty.json("import", profile, str(export), "--json")
    assert list(report) == IMPORT_KEYS
    assert (report["import"], report["read"], report["new"], report["rejected"]) == (1, 3, 2, 1)
    found = empty.json("kpi", "volume", "--period", "month", "--as-of", AS_OF, "--format", "json")
    assert (found["as_of"], found["as_known_at"], found["rules"]) == (AS_OF, 1, "house")
    assert [(row["period"], row["value"]) for row in found["rows"]] == [("2024-03", 2)]


def test_the_same_file_again_changes_nothing_and_says_when_it_came(
    empty: Terminal, export: Path, tmp_path: Path
) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    first = empty.json("import", profile, str(export), "--json")
    again = empty.json("import", profile, str(export), "--json")
    assert (again["import"], again["new"], again["updated"], again["unchanged"]) == (first["import"], 0, 0, 2)
    assert "already imported as number 1 on" in empty.type("import", profile, str(export))[1]
    assert len(empty.json("imports", "--json")) == 1


def test_a_dry_run_counts_and_writes_nothing(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    assert empty.json("import", profile, str(export), "--dry-run", "--json")["new"] == 2
    assert empty.json("imports", "--json") == []


def test_rejected_lines_can_be_taken_away_and_are_no_formulas(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    empty.json("import", profile, str(export), "--json")
    (reject,) = empty.table("rejects", "1", "--csv")
    assert (reject["source_line"], reject["reason"]) == ("4", "received_missing")
    assert {row["product"] for row in empty.table("lines", "volume", "--as-of", AS_OF)} == {"'=1+1", "Box"}


PARTIAL = {"2023-Q4": "data begin", "2026-Q4": "running"}


def test_figures_carry_exactly_the_agreed_keys(demo: Terminal) -> None:
    rows = demo.json("kpi", "--as-of", AS_OF, "--by", "channel,level", "--period", "quarter", "--format", "json")[
        "rows"
    ]
    assert {row["metric"] for row in rows} == OF_COMPLAINTS
    for row in rows:
        told = [name for name in ("partial", "reason") if name in row]
        assert list(row) == [*ROW_KEYS, *told]
        assert ("reason" in row) == (row["value"] is None)
        assert row.get("partial") == PARTIAL.get(row["period"])
        assert list(row["by"]) == ["channel", "level"]


WRITTEN = ("--where", "channel=letter", "--where", "channel=email")


@pytest.mark.parametrize(
    ("name", "where"),
    [*((name, ()) for name in sorted(OF_COMPLAINTS)), ("volume", WRITTEN), ("answered_in_sla", WRITTEN)],
)
def test_the_lines_of_a_figure_are_exactly_its_n(demo: Terminal, name: str, where: tuple[str, ...]) -> None:
    bounds = ("--from", "2025-06-01", "--to", "2025-09-30", "--as-of", AS_OF)
    (row,) = demo.json("kpi", name, *bounds, *where, "--format", "json")["rows"]
    assert len(demo.table("lines", name, *bounds, *where)) == row["n"]
    assert len(demo.table("lines", name, "--part", "excluded", *bounds, *where)) == row["excluded"]
    if isinstance(metrics()[name].shape, Share):
        assert len(demo.table("lines", name, "--part", "numerator", *bounds, *where)) == row["numerator"]


def test_figures_come_as_csv_and_as_a_table_too(demo: Terminal) -> None:
    (row,) = demo.table("kpi", "answered_in_sla", "--as-of", AS_OF, "--format", "csv")
    shown = demo.type("kpi", "answered_in_sla", "--as-of", AS_OF)[1]
    assert f"{float(row['value']):.4f}".rstrip("0") in shown


def test_a_sound_store_says_so_and_a_damaged_one_names_the_file(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    empty.json("import", profile, str(export), "--json")
    assert empty.type("verify")[0] == 0
    accepted = next(empty.home.glob("imports/*/accepted.parquet"))
    accepted.chmod(0o644)
    accepted.write_bytes(accepted.read_bytes()[:-1] + b"\0")
    code, out, _ = empty.type("verify")
    assert code == 1
    assert "accepted.parquet" in out


def test_an_empty_store_gives_dashes(empty: Terminal) -> None:
    rows = empty.json("kpi", "--as-of", AS_OF, "--format", "json")["rows"]
    assert {row["metric"] for row in rows} == set(metrics())
    assert all(row["value"] is None and row["reason"] for row in rows)
    assert "—" in empty.type("kpi", "volume")[1]
    assert empty.type("lines", "volume")[0] == cli.REFUSED


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("kpi", "volum"), "no metric 'volum'; nearest: 'volume'"),
        (("kpi", "volume", "--by", "chanel"), "no dimension 'chanel'; nearest: 'channel'"),
        (("kpi", "volume", "--where", "chanel=web"), "no dimension 'chanel'; nearest: 'channel'"),
        (("kpi", "volume", "--where", "channel"), "dimension=value"),
        (("kpi", "volume", "--rules", "hous"), "no rule set 'hous'; nearest: 'house'"),
        (("kpi", "volume", "--period", "moth"), "no period 'moth'; nearest: 'month'"),
        (("kpi", "volume", "--unit", "ouvre"), "no unit 'ouvre'; nearest: 'ouvres'"),
        (("kpi", "volume", "--format", "jsn"), "no format 'jsn'; nearest: 'json'"),
        (("kpi", "volume", "--as-known-at", "99"), "imports go from 1 to 1"),
        (("lines", "volume", "--part", "numerater"), "no part 'numerater'; nearest: 'numerator'"),
        (("rejects", "99"), "imports go from 1 to 1"),
        (("import", "servicenaw", "x.csv"), "servicenow"),
        (("import", "demo", "absent.csv"), "absent.csv"),
        (("profile", "absent.csv"), "absent.csv"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(demo: Terminal, words: tuple[str, ...], sentence: str) -> None:
    before = demo.json("imports", "--json")
    code, out, err = demo.type(*words)
    assert code == cli.REFUSED
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in out + err
    assert demo.json("imports", "--json") == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bad.xlsx", b"not a workbook", "bad.xlsx"),
        ("bad.csv", b"", "bad.csv"),
        ("dates.csv", b"complaint_id,received_at\n1,13/02/2024\n2,02/13/2024\n", "received_at"),
    ],
)
def test_a_file_that_can_not_be_read_right_is_refused(
    empty: Terminal, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = empty.type("profile", str(path))
    assert (code, "Traceback" in out + err) == (cli.REFUSED, False)
    assert sentence in err


def test_a_profile_that_names_an_absent_column_says_the_nearest(empty: Terminal, tmp_path: Path) -> None:
    export = tmp_path / "claims.csv"
    export.write_text("number,received on\n1,2024-03-04\n", encoding="utf-8")
    profile = tmp_path / "claims.yaml"
    profile.write_text(
        "source: claims\nconnector: csv_file\ntimezone: Europe/Paris\ndate_formats: ['%Y-%m-%d']\n"
        "columns: {complaint_id: number, received_at: recieved on}\n",
        encoding="utf-8",
    )
    code, _, err = empty.type("import", str(profile), str(export))
    assert code == cli.REFUSED
    assert "recieved on" in err
    assert "received on" in err
    assert empty.json("imports", "--json") == []


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be a user whom folders can be closed to."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_one_refused_file_does_not_stop_the_others(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("missing.csv", "other.csv", "helpdesk.csv", "a" * 300)]
    code, out, err = empty.type("import", profile, *names, "--json")
    assert (code, json.loads(out)["new"]) == (cli.REFUSED, 2)
    assert [line.split(":")[1].strip()[-9:] for line in err.splitlines()] == ["ssing.csv", "other.csv", "aaaaaaaaa"]
    assert "no such file in" in err and len(empty.json("imports", "--json")) == 1


def test_the_same_file_after_a_correction_says_so(empty: Terminal, export: Path, tmp_path: Path) -> None:
    profile = str(tmp_path / "mine.yaml")
    empty.type("profile", str(export), "-o", profile)
    empty.json("import", profile, str(export), "--json")
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(EXPORT.replace("Box", "Phone"), encoding="utf-8")
    empty.json("import", profile, str(corrected), "--json")
    assert empty.json("import", profile, str(export), "--json")["warnings"] == {"superseded_since": 1}
    assert "1 of its complaints were changed by other files" in empty.type("import", profile, str(export))[1]


def test_a_proposed_profile_replaces_no_file(empty: Terminal, export: Path) -> None:
    code, _, err = empty.type("profile", str(export), "-o", str(export))
    assert code == cli.REFUSED and "exists already; choose another name or remove it" in err
    assert export.read_text(encoding="utf-8") == EXPORT


def test_a_name_that_is_not_utf_8_can_be_profiled_and_imported(empty: Terminal, export: Path, tmp_path: Path) -> None:
    odd, profile = str(tmp_path / os.fsdecode(b"\xff.csv")), str(tmp_path / "mine.yaml")
    export.rename(odd)
    assert empty.json("profile", odd, "--json")["profile"]["title"] == r"\xff.csv"
    assert empty.type("profile", odd, "-o", profile)[0] == 0
    assert empty.type("import", profile, odd)[0] == 0
    assert "already imported as number 1" in empty.type("import", profile, odd)[1]
    assert empty.json("imports", "--json")[0]["file"] == r"\xff.csv"


@pytest.mark.parametrize(
    "words",
    [
        ("--home", "{closed}/home", "imports"),
        ("--home", "{closed}/home", "demo"),
        ("--home", "{long}", "imports"),
        ("profile", "{closed}/x.csv"),
        ("profile", "{long}"),
        ("profile", "{export}", "-o", "{closed}/p.yaml"),
        ("profile", "{export}", "-o", "{long}"),
        ("import", "{closed}/p.yaml", "{export}"),
        ("import", "{long}", "{export}"),
        ("import", "demo", "{closed}/x.csv"),
        ("import", "demo", "{long}"),
        ("kpi", "volume", "--rules", "{closed}/r.yaml"),
        ("kpi", "volume", "--rules", "{long}"),
        ("demo", "--until", "0002-01-01"),
        ("demo", "--until", "1900-01-01"),
        ("demo", "--until", "2199-01-01"),
    ],
)
def test_what_the_machine_refuses_is_one_sentence(
    empty: Terminal, export: Path, tmp_path: Path, words: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    empty.type("profile", str(export), "-o", str(tmp_path / "p.yaml"))
    empty.type("import", str(tmp_path / "p.yaml"), str(export))
    (closed := tmp_path / "closed").mkdir(mode=0)
    if "{closed}" in str(words):
        request.getfixturevalue("nobody")
    places = {"closed": closed, "long": tmp_path / ("a" * 300), "export": export}
    code, out, err = empty.type(*(word.format(**places) for word in words))
    assert (code, out, len(err.strip().splitlines())) == (cli.REFUSED, "", 1)
    assert err.startswith("vigie: ") and "Traceback" not in err


def test_an_empty_home_is_no_home(empty: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "named"))
    assert empty.type("--home", "", "imports")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["named"]


def test_a_seed_is_not_negative(empty: Terminal) -> None:
    code, _, err = empty.type("demo", "--seed", "-1")
    assert code == cli.REFUSED and "seed" in err and "Traceback" not in err
