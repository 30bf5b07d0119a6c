"""The studies as typed: what each answers on the demo, on an empty store, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
from kpi.catalog import metrics
from tests.test_cli import AS_OF, Terminal, demo, demo_home, empty  # noqa: F401

OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31", "--as-of", AS_OF)
STUDIES: tuple[tuple[str, ...], ...] = (
    ("signals", "volume"),
    ("detect",),
    ("compare", "volume"),
    ("funnel", "answered_in_sla", "--by", "region"),
    ("pareto",),
    ("silence", "--by", "site"),
    ("late-registration",),
    ("bridge",),
    ("definitions",),
    ("actions",),
    ("what-if", "--target", "5"),
    ("deadlines", "acpr"),
)


def bounds(study: tuple[str, ...]) -> tuple[str, ...]:
    """October; all months for the studies that need those before."""
    return ("--as-of", AS_OF) if study[0] in ("detect", "silence") else OCTOBER


@pytest.mark.parametrize("study", STUDIES, ids=lambda words: words[0])
def test_a_study_answers_in_words_and_in_json(demo: Terminal, study: tuple[str, ...]) -> None:  # noqa: F811
    code, out, err = demo.type(*study, *bounds(study))
    assert (code, err) == (0, "")
    assert len(out.strip()) > 20
    assert demo.json(*study, *bounds(study), "--json")


@pytest.mark.parametrize("study", STUDIES, ids=lambda words: words[0])
def test_a_study_of_an_empty_store_says_so_or_is_empty(empty: Terminal, study: tuple[str, ...]) -> None:  # noqa: F811
    code, out, err = empty.type(*study, *bounds(study))
    assert code in (0, cli.REFUSED)
    assert "Traceback" not in out + err
    assert (code == 0) == (err == "")
    assert "0 %" not in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("signals", "volum"), "no metric 'volum'; nearest: 'volume'"),
        (("compare", "volume", "--against", "previus"), "no comparison 'previus'; nearest: 'previous'"),
        (("bridge", "--helpdesk", "86 %"), "'86 %' is no share; write it as 857/1000"),
        (("bridge", "--start-with", "closed"), "no start 'closed'; nearest: 'closed-only'"),
        (
            ("silence", "--from", "2026-10-01", "--as-of", AS_OF),
            "silences from 2026-08-01 on are judged by the months before",
        ),
        (("deadlines", "acrp"), "no rule set 'acrp'; nearest: 'acpr'"),
        (("load", "exposure", "x.csv"), "no kind of register 'exposure'; nearest: 'exposures'"),
        (("load", "actions", "absent.csv"), "absent.csv"),
        (("kpi", "volume", "--definition", "writen"), "no complaint definition 'writen'; nearest: 'written'"),
        (("kpi", "volume", "--pauses", "witout"), "no way to count pauses 'witout'; nearest: 'without'"),
        (("kpi", "volume", "--exposure", "customer"), "no exposure measure 'customer'; nearest: 'customers'"),
        (("kpi", "volume", "--engine", "polars"), "no engine 'polars'"),
        (("kpi", "backlog", "--by", "age_band", "--period", "month"), "age_band is the age on the as-of day"),
    ],
)
def test_a_mistake_in_a_study_is_one_sentence(demo: Terminal, words: tuple[str, ...], sentence: str) -> None:  # noqa: F811
    code, out, err = demo.type(*words)
    assert (code, out) == (cli.REFUSED, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("actions", "--where", "channel=letter"), "--where has no meaning here: actions are no complaints"),
        (("actions", "--definition", "written"), "--definition has no meaning here: an action is judged by counts"),
        (("deadlines", "acpr", "--pauses", "with"), "--pauses has no meaning here: each rule set has its own"),
        (("what-if", "--target", "5", "--unit", "ouvres"), "--unit has no meaning here: --in gives the unit"),
        (("detect", "--from", "2026-10-01"), "--from has no meaning here: all months until --as-of"),
        (("definitions", "--definition", "any"), "--definition has no meaning here: every definition is counted"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(demo: Terminal, words: tuple[str, ...], sentence: str) -> None:  # noqa: F811
    code, out, err = demo.type(*words, "--as-of", AS_OF)
    assert (code, out) == (cli.REFUSED, "")
    assert sentence in err


def test_deadlines_judge_what_was_received_in_the_bounds(demo: Terminal) -> None:  # noqa: F811
    def judged(*words: str) -> int:
        (own, *_) = demo.json("deadlines", "acpr", *words, "--json")["sets"]
        return int(own["on_time"] + own["late"] + own["running"])

    (october,) = demo.json("kpi", "answered_in_sla_low", *OCTOBER, "--format", "json")["rows"]
    assert judged(*OCTOBER) == october["n"] < judged("--as-of", AS_OF)


def test_a_set_that_promises_nothing_has_dashes_and_the_reason(demo: Terminal) -> None:  # noqa: F811
    out = demo.type("deadlines", "p155_1", *OCTOBER)[1]
    (row,) = [line.split() for line in out.splitlines() if "p155_1" in line]
    assert row[1:6] == ["—"] * 5
    assert " ".join(row[6:]) == "this rule set promises no reply by a day"


def test_actions_are_those_due_in_the_bounds_and_say_whether_they_were_done_in_time(demo: Terminal) -> None:  # noqa: F811
    def timing(*words: str) -> dict[str, str]:
        return {one["action"]["reference"]: one["timing"] for one in demo.json("actions", *words, "--json")}

    every = timing("--as-of", AS_OF)
    assert sorted(every.values()) == ["late", "not due yet", "on time", "on time", "on time", "overdue"]
    assert set(timing(*OCTOBER).values()) == {"overdue"}
    assert timing("--as-of", AS_OF, "--from", "2026-03-02", "--to", "2026-03-02").keys() == {"AC-01", "AC-02"}
    assert "overdue, not done" in demo.type("actions", *OCTOBER)[1]
    assert "no action is due in this period" in demo.type("actions", "--from", "2030-01-01")[1]


@pytest.mark.parametrize("study", STUDIES, ids=lambda words: words[0])
def test_an_empty_scope_is_said_with_its_filter(demo: Terminal, study: tuple[str, ...]) -> None:  # noqa: F811
    if study == ("actions",):
        return  # refuses a filter
    _, out, err = demo.type(*study, *bounds(study), "--where", "site=Nowhere")
    assert "no complaint is in the scope (site=Nowhere)" in out + err
    assert "0/0" not in out and "of 0" not in out
    demo.json(*study, *bounds(study), "--where", "site=Nowhere", "--json")


def test_a_funnel_shows_the_limits_that_its_verdict_used(demo: Terminal) -> None:  # noqa: F811
    asked = ("funnel", "answered_in_sla", "--by", "channel", "--as-of", AS_OF)
    out, found = demo.type(*asked)[1], demo.json(*asked, "--json")
    assert found["dispersed"]
    for point in found["points"]:
        if point["judged"]:
            (line,) = [line for line in out.splitlines() if f"channel={point['by'][0][1]} " in line]
            assert f"{point['widened']['low']:.4f}".rstrip("0") in line and point["widened_position"] in line


def test_every_figure_of_the_demo_is_given_by_month_or_says_why_not(demo: Terminal) -> None:  # noqa: F811
    rows = demo.json("kpi", "--period", "month", "--as-of", AS_OF, "--format", "json")["rows"]
    assert {row["metric"] for row in rows} == set(metrics())
    assert all(row["value"] is not None or row["reason"] for row in rows)
    assert {row["metric"] for row in rows if row["value"] is not None} == set(metrics())


def test_ages_add_up_to_the_stock_and_open_on_their_lines(demo: Terminal) -> None:  # noqa: F811
    asked = ("kpi", "backlog", "--as-of", AS_OF, "--format", "json")
    (whole,) = demo.json(*asked)["rows"]
    bands = demo.json(*asked, "--by", "age_band")["rows"]
    assert sum(row["n"] for row in bands) == whole["n"] > 0
    for row in bands:
        where = ("--where", f"age_band={row['by']['age_band']}")
        assert len(demo.table("lines", "backlog", "--as-of", AS_OF, *where)) == row["n"]


def test_pauses_and_definitions_change_the_figure_and_say_by_how_much(demo: Terminal) -> None:  # noqa: F811
    def value(*more: str) -> float:
        (row,) = demo.json("kpi", "answered_in_sla", *OCTOBER, *more, "--format", "json")["rows"]
        return float(row["value"])

    assert value("--pauses", "with") > value("--pauses", "without") == value()
    (every, *others) = demo.json("definitions", *OCTOBER, "--json")
    assert every["definition"]["name"] == "any"
    for one in others:
        assert one["volume"]["n"] - every["volume"]["n"] == one["difference"] <= 0


def test_what_people_keep_is_loaded_and_shows(empty: Terminal, tmp_path: Path) -> None:  # noqa: F811
    exposures = tmp_path / "customers.csv"
    exposures.write_text("period,measure,count\n2024,customers,800000\n", encoding="utf-8")
    complaints = tmp_path / "complaints.csv"
    rows = "".join(f"C{i},2024-{i % 12 + 1:02d}-11,2024-12-30\n" for i in range(450))
    complaints.write_text(f"complaint_id,received_at,replied_at\n{rows}", encoding="utf-8")
    assert empty.type("profile", str(complaints), "-o", str(tmp_path / "p.yaml"))[0] == 0
    assert empty.type("import", str(tmp_path / "p.yaml"), str(complaints))[0] == 0
    assert empty.type("load", "exposures", str(exposures)) == (0, "1 exposures taken in.\n", "")
    asked = ("kpi", "complaint_rate", "--period", "year", "--as-of", "2024-12-31", "--format", "json")
    (row,) = empty.json(*asked)["rows"]
    assert (row["value"], row["numerator"], row["denominator"], row["unit"]) == (0.5625, 450, 800_000, "per_1000")
