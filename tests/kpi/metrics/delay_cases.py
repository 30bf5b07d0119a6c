"""Ten complaints received on 31 January 2024 and answered after 2, 4, 6 ... 20 days, and those that have no delay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kpi.measure import Facts
from tests.kpi.build import complaint, facts

RECEIVED = date(2024, 1, 31)


def after(days: int | None, name: str = "", **other: Any) -> dict[str, Any]:
    """One complaint answered after so many days; closed on 6 May."""
    replied = None if days is None else (RECEIVED + timedelta(days=days)).isoformat()
    dated = {"closed": "2024-05-06", "supplies_close": True}
    named = {"complaint_id": name or f"after {days:02}"}
    return complaint(RECEIVED.isoformat(), replied, **{**dated, **named, **other})


TEN = [after(days) for days in range(2, 21, 2)]
LEFT_OUT = [
    after(-1, "impossible"),
    after(3, "no reply dates", supplies_reply=False),
    after(3, "remark", kind="remark"),
]
NAMES = [f"after {days:02}" for days in range(2, 21, 2)]


def known_on(engine: str, *more: dict[str, Any]) -> Facts:
    """The cases as facts, and `more`."""
    return facts([*TEN, *LEFT_OUT, *more], "house", engine)


def censored() -> list[dict[str, Any]]:
    """KPI.md's ten: answered after 3, 5, 8 and 12 days, open for 10, 20, 25, 30, 31 and 40 on 29 February 2024."""
    today = date(2024, 2, 29)
    answered = [
        complaint("2024-01-01", (date(2024, 1, 1) + timedelta(days=days)).isoformat()) for days in (3, 5, 8, 12)
    ]
    return [*answered, *(complaint((today - timedelta(days=d)).isoformat()) for d in (10, 20, 25, 30, 31, 40))]
