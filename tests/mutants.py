"""Writes every metric's formula a little wrong, again and again, and shows which test notices.

`python -m tests.mutants [metric...]` prints one line for each mutant, and fails where one survives. A mutant meets
only its metric's own tests, on one engine: the metric's comparison with SQL, `tests/kpi/metrics/test_<metric>.py` and
the metric's reasons.
Each lives in a fork of a process that has imported everything once. What is left unchanged, see `tests.mutations`.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType

import narwhals as nw
import pytest

from kpi.catalog import metrics
from kpi.metric import IS_COMPLAINT, NO_ROW, NOT_COMPLAINT
from tests.kpi import build
from tests.mutations import SHARED, Mutant, mutants
from tests.mutations_without_effect import EQUIVALENT, Equivalent

ROOT = Path(__file__).parents[1]
BY_SQL = ROOT / "tests" / "kpi" / "test_metrics_against_sql.py"
BY_REASON = ROOT / "tests" / "kpi" / "test_reasons_by_metric.py"
ENGINE = "pandas"
SECONDS = 120
USED = {"nw": nw, "IS_COMPLAINT": IS_COMPLAINT, "NOT_COMPLAINT": NOT_COMPLAINT, "NO_ROW": NO_ROW}  # by mutants
QUIET = ("-x", "-q", "--tb=no", "--assert=plain", "--disable-plugin-autoload", "-p", "no:cacheprovider",
         "-p", "no:unraisableexception")  # fmt: skip


class Fate(Enum):
    """What became of a mutant. Only the first two are as they should be."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "SURVIVED"
    MISJUDGED = "NOT EQUIVALENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The fate of a mutant, and the test that killed it, or the reason why none can."""

    mutant: Mutant
    fate: Fate
    by: str


class Witness:
    """Keeps the tests of one metric, and remembers the first that failed."""

    def __init__(self, metric: str) -> None:
        self.metric, self.failed = metric, ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        shared = (BY_SQL, BY_REASON)
        items[:] = [item for item in items if item.path not in shared or self.metric in _parameters(item)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid.rpartition("/")[2]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = f"{report.nodeid.rpartition('/')[2]} can't be read"


def _parameters(item: pytest.Item) -> Sequence[object]:
    return tuple(item.callspec.params.values()) if hasattr(item, "callspec") else ()


def tests_of(metric: str) -> list[Path]:
    """What must notice every mutant of a metric; the quickest first."""
    own = ROOT / "tests" / "kpi" / "metrics" / f"test_{metric}.py"
    return [path for path in (BY_SQL, own, BY_REASON) if path.exists()]


def killer(mutant: Mutant, tests: Sequence[Path]) -> str:
    """The first test that fails on the mutant; empty where all pass."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(SECONDS)
        os.write(write, _trial(mutant, tests).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        found = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        ended = signal.Signals(os.WTERMSIG(status))
        return f"no end within {SECONDS} s" if ended is signal.SIGALRM else f"died of {ended.name}"
    return found


def _trial(mutant: Mutant, tests: Sequence[Path]) -> str:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    try:
        _install(mutant)
    except Exception as error:
        return f"can't be made: {type(error).__name__}"
    witness = Witness(mutant.metric)
    code = pytest.main([*QUIET, *map(str, tests)], plugins=[witness])
    passed = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return "" if passed else witness.failed or f"pytest: {code}"


def _install(mutant: Mutant) -> None:
    """Run the mutated sources in the modules they come from, and let the catalog have the metric."""
    if mutant.shared:
        _run(mutant.shared, sys.modules[f"kpi.metrics.{SHARED}"])
    module = sys.modules[f"kpi.metrics.{mutant.metric}"]
    _run(mutant.source or Path(str(module.__file__)).read_text(encoding="utf-8"), module)
    metrics()[mutant.metric] = module.METRIC


def _run(source: str, module: ModuleType) -> None:
    module.__dict__.update(USED)
    exec(compile(source, str(module.__file__), "exec"), module.__dict__)  # noqa: S102 (our own source, mutated)


def outcomes(metric: str, tests: Sequence[Path], places: str = "") -> Iterator[Outcome]:
    """The fate of every mutant of a metric; of those only whose place begins with `places`."""
    for mutant in mutants(metric):
        if mutant.place.startswith(places):
            same, found = equivalent(mutant), killer(mutant, tests)
            yield Outcome(mutant=mutant, fate=_fate(same, found), by=found or (same.reason if same else ""))


def _fate(same: Equivalent | None, killed: str) -> Fate:
    if same:
        return Fate.MISJUDGED if killed else Fate.EQUIVALENT
    return Fate.KILLED if killed else Fate.SURVIVED


def equivalent(mutant: Mutant) -> Equivalent | None:
    """The entry that says why no test can notice this mutant."""
    return next((entry for entry in EQUIVALENT if entry.covers(mutant)), None)


def printed(outcome: Outcome) -> str:
    mutant, by = outcome.mutant, outcome.by
    cells = (mutant.metric, mutant.place, mutant.change, outcome.fate.value, by)
    return " | ".join(f"{cell:{width}}" for cell, width in zip(cells, (27, 28, 60, 10, 0), strict=True)).rstrip()


def unused(names: Sequence[str]) -> list[Equivalent]:
    """Entries of EQUIVALENT that no mutant of these metrics answers to."""
    made = [mutant for name in names for mutant in mutants(name)]
    asked = [entry for entry in EQUIVALENT if set(entry.metrics) <= set(names)]
    return [entry for entry in asked if not any(entry.covers(mutant) for mutant in made)]


def main() -> int:
    """Print the table; 1 where a mutant survives, a list is out of date, or a test fails on the real metric."""
    asked = _arguments()
    build.ENGINES = (ENGINE,)  # type: ignore[assignment]  # before any test reads it
    import_module("tests.kpi.test_metrics_against_sql")
    gc.freeze()  # else each fork would look through all that the parent holds
    began, count, good = time.monotonic(), Counter[Fate](), True
    for name in asked.metrics or list(metrics()):
        tests = asked.tests or tests_of(name)
        if failed := killer(Mutant(metric=name, place="", change=""), tests):
            print(f"{name}: {failed} fails on the metric as it is.", flush=True)
            good = False
            continue
        for outcome in outcomes(name, tests, asked.places):
            count[outcome.fate] += 1
            print(printed(outcome), flush=True)
    gc.unfreeze()
    stale = unused(asked.metrics or list(metrics()))
    for entry in stale:
        print(f"names no mutant: {entry}")
    spent, waited = sum(os.times()[:4]), time.monotonic() - began
    told = ", ".join(f"{fate.value}: {count[fate]}" for fate in Fate)
    print(f"{count.total()} mutants in {waited:.0f} s ({spent:.0f} s of a core). {told}")
    return int(not good or bool(stale) or bool(count[Fate.SURVIVED] + count[Fate.MISJUDGED]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("metrics", nargs="*", metavar="METRIC", help="all of them, where none is named")
    parser.add_argument(
        "--places", default="", help="only mutants whose place begins so, such as excluded or shape.hit"
    )
    parser.add_argument("--tests", nargs="+", type=Path, help="these tests instead of the metric's own")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
