"""Complaints under a promise of five working days: received Monday 25 March 2024, due Tuesday 2 April (Easter Monday).

Closed on 10 May, unless they say otherwise; a disputed invoice is outside the promise.
"""

from __future__ import annotations

from typing import Any

from kpi.measure import Facts
from tests.kpi.build import complaint, facts

RULES = "sfr"


def case(name: str, replied: str | None, **other: Any) -> dict[str, Any]:
    """One letter."""
    dated = {"closed": "2024-05-10", "supplies_close": True, "channel": "letter"}
    return complaint("2024-03-25", replied, **{**dated, "complaint_id": name, **other})


CASES = [
    case("early", "2024-03-26"),
    case("on the day", "2024-04-02"),
    case("a day late", "2024-04-03"),
    case("never", None, closed=None),
    case("closed without a reply", None),
    case("impossible", "2024-03-24"),
    case("no reply dates", None, supplies_reply=False),
    case("invoice", "2024-03-26", invoice_dispute=True),
    case("remark", "2024-03-26", kind="remark"),
]


def known_on(engine: str) -> Facts:
    """The cases as facts."""
    return facts(CASES, RULES, engine)
