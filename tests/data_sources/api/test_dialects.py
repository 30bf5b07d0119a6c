"""The same complaints through every CRM are the same canonical rows, each in its CRM's words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data_sources.reading import Reading, read_source
from tests.data_sources.api.conftest import Pulled, fetch
from tests.data_sources.api.dialects import Dialect
from tests.data_sources.api.more_dialects import DIALECTS
from tests.data_sources.api.server import serving

COMPARED = ("received_at", "acknowledged_at", "replied_at", "closed_at", "owned_at", "channel", "status", "severity")


def expected(dialect: Dialect) -> dict[str, dict[str, object]]:
    """By id of the complaint; what a dialect does not say otherwise is what the case says."""
    rows = {}
    for case in dialect.listed():
        own = dialect.expected(case)
        if case.deleted or own.pop("excluded", False):
            continue
        common = {
            "received_at": case.created,
            "acknowledged_at": case.replied_first,
            "replied_at": case.solved,
            "closed_at": case.closed,
            "owned_at": None,
            "channel": case.channel,
        }
        row = {"complaint_id": str(case.id), **common, **own}
        if row["acknowledged_at"] and dialect.name == "zendesk":
            row["acknowledged_at"] = row["acknowledged_at"].replace(second=0)
        rows[row.pop("complaint_id")] = row
    return rows


def canonical(reading: Reading) -> dict[str, dict[str, object]]:
    table = reading.accepted.select(["complaint_id", *COMPARED]).to_pylist()
    return {row.pop("complaint_id"): row for row in table}


@pytest.mark.parametrize("name", DIALECTS)
def test_complaints_become_the_same_canonical_rows(name: str, tmp_path: Path) -> None:
    with serving(DIALECTS[name]()) as server:
        pulled = fetch(server, tmp_path / "here")
        assert len(server.asked) >= 5, "the server gives small pages"
        reading = read_source(pulled.profile, pulled.fetched.path)
    wanted = expected(server.dialect)
    assert len(wanted) >= 20
    assert canonical(reading) == wanted
    assert {row["reason"] for row in reading.rejected.to_pylist()} <= {"not_a_complaint"}
    assert reading.read == len(server.dialect.listed()) == pulled.fetched.records
    assert set(reading.warnings) <= {"channel_other"}
    _only_the_personal_table_tells_of_persons(server.dialect, reading, pulled)


def _only_the_personal_table_tells_of_persons(dialect: Dialect, reading: Reading, pulled: Pulled) -> None:
    shown = str(reading.accepted.to_pylist()) + str(reading.rejected.to_pylist()) + str(pulled.fetched)
    held = str(reading.personal.to_pylist())
    case = dialect.cases[1001]
    assert case.subject in held or case.email in held
    for word in (case.name, case.email, case.subject, "Bonjour"):
        assert word not in shown


def test_a_delay_of_nothing_yet_is_no_delay_of_zero(tmp_path: Path) -> None:
    """Unsolved tickets of GLPI say 0; a ticket solved at once says 0 too, and means it."""
    dialect = DIALECTS["glpi"]()
    shaped = dialect.shape
    dialect.shape = lambda case: {**shaped(case), **({"solve_delay_stat": 0} if case.id == 1003 else {})}  # type: ignore[method-assign]
    with serving(dialect) as server:
        rows = fetch(server, tmp_path / "here").rows()
    delays = {key: row["solve_delay"] for key, row in rows.items()}
    assert delays["1003"] == "0"
    unsolved = [str(case.id) for case in dialect.listed() if case.solved is None]
    assert unsolved and all(delays[key] is None for key in unsolved)
    assert timedelta(seconds=int(delays["1004"] or 0)) == timedelta(days=2)


def test_a_session_that_was_opened_is_closed(tmp_path: Path) -> None:
    dialect = DIALECTS["glpi"]()
    with serving(dialect) as server:
        fetch(server, tmp_path / "here")
    assert (dialect.session, dialect.closed) == (1, 1)  # type: ignore[attr-defined]
