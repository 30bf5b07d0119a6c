"""The harness itself: a mutant dies by its metric's tests, and would live without them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kpi.catalog import metrics
from tests import mutations
from tests.mutations import mutants, variants
from tests.mutations_without_effect import EQUIVALENT

ROOT = Path(__file__).parents[1]


def harness(*arguments: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "tests.mutants", "volume", "--places", "excluded", *arguments]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_mutants_of_a_metric_die_by_its_tests() -> None:
    found = harness()
    assert found.returncode == 0, found.stdout + found.stderr
    assert "killed: 1, equivalent: 0, SURVIVED: 0" in found.stdout
    assert "test_volume.py::" in found.stdout


def test_they_survive_where_those_tests_are_taken_away(tmp_path: Path) -> None:
    nothing = tmp_path / "test_nothing.py"
    nothing.write_text("def test_nothing(): pass\n", encoding="utf-8")
    found = harness("--tests", str(nothing))
    assert found.returncode == 1, found.stdout + found.stderr
    assert "killed: 0, equivalent: 0, SURVIVED: 1" in found.stdout


def test_a_metric_whose_tests_fail_as_it_is_proves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "test_broken.py"
    broken.write_text("def test_broken(): assert False\n", encoding="utf-8")
    found = harness("--tests", str(broken))
    assert found.returncode == 1
    assert "volume: test_broken.py::test_broken fails on the metric as it is." in found.stdout


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a == b", ["a != b"]),
        ("a & ~b", ["a | ~b", "a", "~b", "a & b"]),
        ("a + 5", ["a - 5", "a + 6", "a + 4"]),
        ("nw.col('out')", ["nw.col('closed')", "nw.col('replied')"]),
        ("nw.max_horizontal(a, b)", ["nw.min_horizontal(a, b)"]),
        ("nw.when(a).then(b).otherwise(c)", ["nw.when(~a).then(b).otherwise(c)"]),
        ("x.is_in(['upheld', 'partly'])", ["x.is_in(['partly'])", "x.is_in(['upheld'])"]),
        ("x.fill_null(False)", ["x.fill_null(True)"]),
    ],
)
def test_a_formula_is_changed_in_one_spot_at_a_time(formula: str, expected: list[str]) -> None:
    assert [ast.unparse(new) for _, new in variants(ast.parse(formula, mode="eval").body)] == expected


@pytest.mark.parametrize("name", list(metrics()))
def test_every_metric_has_mutants_and_no_two_read_the_same(name: str) -> None:
    made = mutants(name)
    original = ast.unparse(ast.parse((mutations.FOLDER / f"{name}.py").read_text(encoding="utf-8")))
    sources = [(mutant.source, mutant.shared) for mutant in made]
    assert made
    assert len(set(sources)) == len(sources)
    assert original not in {source for source, _ in sources}
    assert len({(mutant.place, mutant.change) for mutant in made}) == len(made)


def test_the_cohort_date_meets_every_other() -> None:
    changes = {mutant.change for mutant in mutants("volume") if mutant.place == "cohort"}
    assert changes == {f"received -> {date}" for date in mutations.DATES if date != "received"}


def test_every_change_without_effect_is_explained_once_and_exists() -> None:
    explained = [(name, entry.place, entry.change) for entry in EQUIVALENT for name in entry.metrics]
    assert len(set(explained)) == len(explained)
    assert set(explained) <= {(m.metric, m.place, m.change) for name, *_ in explained for m in mutants(name)}


def test_what_it_cannot_mutate_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "strange.py").write_text("def formula(): ...\n", encoding="utf-8")
    monkeypatch.setattr(mutations, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"strange\.py: no way to mutate"):
        mutants("strange")
