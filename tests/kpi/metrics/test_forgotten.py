"""S2-03, counted by hand: nothing has happened for more than 14 days, so from 19 March for what came on the 4th."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, complaint, facts, one, opened


def came(name: str, replied: str | None = None, **other: object) -> dict[str, object]:
    fixed = {"complaint_id": name, "sent": "2024-02-20", "acknowledged": "2024-03-06"}
    return complaint("2024-03-04", **{"replied": replied, **fixed, **other})


COMPLAINTS = [
    came("untouched"),
    came("touched on the 8th", last_event="2024-03-08"),
    came("touched before it came", last_event="2024-02-20"),
    came("answered on the 20th", "2024-03-20"),
    came("closed on the 20th", closed="2024-03-20", supplies_close=True),
    came("remark", kind="remark"),
    came("without dates", supplies_reply=False),
]
QUIET = ["answered on the 20th", "closed on the 20th", "touched before it came", "untouched"]


@pytest.fixture(params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_fourteen_quiet_days_are_none_too_many_and_fifteen_are(known: Facts) -> None:
    assert one(known, "forgotten", "2024-03-18").value == 0
    found = opened(known, "forgotten", "2024-03-19")
    assert found["denominator"] == QUIET
    assert found["excluded"] == ["remark", "without dates"]


def test_an_event_starts_the_days_anew_and_leaving_ends_them(known: Facts) -> None:
    assert opened(known, "forgotten", "2024-03-20")["denominator"] == ["touched before it came", "untouched"]
    everything = ["touched before it came", "touched on the 8th", "untouched"]
    assert opened(known, "forgotten", "2024-03-23")["denominator"] == everything


def test_without_a_date_to_leave_on_there_is_a_reason_and_no_count() -> None:
    figure = one(facts([came("without dates", supplies_reply=False)]), "forgotten", "2024-04-30")
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing" in figure.reason.en
