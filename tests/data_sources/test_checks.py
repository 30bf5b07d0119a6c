"""The rules between the columns of a complaint, judged by Great Expectations."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from data_sources import checks
from data_sources.checks import CheckResult, run_checks
from data_sources.errors import SourceError

NOW = datetime(2025, 6, 1)


def frame(**columns: list[object]) -> pd.DataFrame:
    table = pd.DataFrame({"complaint_id": ["a"] * 3, "received_at": [datetime(2025, 1, day) for day in (1, 2, 3)]})
    for name, values in columns.items():
        table[name] = values
    for name in [name for name in table if str(name).endswith("_at")]:
        table[name] = table[name].astype("datetime64[us]")
        table[f"{name}__order"] = table[name]
    return table.set_index(pd.Index([10, 20, 30]))


def found(result: CheckResult) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(f.reason, f.column, f.rows) for f in (*result.rejected, *result.warned)]


def test_rows_are_named_by_the_index_of_the_frame() -> None:
    result = run_checks(frame(complaint_id=["a", None, "b"], nps=[11.0, 5.0, float("nan")]), now=NOW)
    assert found(result) == [("id_missing", "complaint_id", (20,)), ("value_out_of_range", "nps", (10,))]


def test_dates_outside_what_can_be_are_rejected_and_promises_may_lie_ahead() -> None:
    far = [datetime(2025, 6, 1), datetime(2025, 6, 3), datetime(2060, 1, 1)]
    result = run_checks(frame(closed_at=far, promised_at=far), now=NOW)
    assert found(result) == [
        ("date_implausible", "promised_at", (30,)),
        ("date_implausible", "closed_at", (20, 30)),
    ] or found(result) == [("date_implausible", "closed_at", (20, 30)), ("date_implausible", "promised_at", (30,))]


def test_milestones_in_the_wrong_order_are_let_in_with_a_warning() -> None:
    result = run_checks(frame(replied_at=[datetime(2025, 1, 1), datetime(2025, 1, 1), None]), now=NOW)
    assert not result.rejected
    assert found(result) == [("replied_before_received", "replied_at", (20,))]


def test_a_rule_that_crashes_stops_the_import() -> None:
    zoned = frame()
    zoned["received_at"] = zoned["received_at"].dt.tz_localize("UTC")
    with pytest.raises(SourceError, match="could not run"):
        run_checks(zoned, now=NOW)


def test_showing_suspects_only_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    days = pd.Series(random.integers(-9000, 30000, 400)).map(lambda day: datetime(1995, 1, 1) + pd.Timedelta(days=day))
    table = pd.DataFrame({
        "complaint_id": [None if n % 37 == 0 else str(n) for n in range(400)],
        "received_at": days.mask(random.random(400) < 0.1).astype("datetime64[us]"),
        "replied_at": days.sample(frac=1, random_state=1).to_numpy(),
        "nps": random.integers(-3, 14, 400).astype(float),
    })  # fmt: skip
    for name in ("received_at", "replied_at"):
        table[f"{name}__order"] = table[name]
    everything = run_checks(table, now=NOW)
    monkeypatch.setattr(checks, "_JUDGE_ALL_UP_TO", 10)
    assert sorted(found(run_checks(table, now=NOW))) == sorted(found(everything))
    assert len(found(everything)) >= 5


def test_great_expectations_is_imported_only_when_rows_are_judged() -> None:
    code = "import sys, data_sources.reading, data_sources.propose; print('great_expectations' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
