"""Complaints by letter under a promise of five working days: those of Monday, 4 March 2024, are due on the 11th."""

from __future__ import annotations

from typing import Any

from tests.kpi.build import complaint


def letter(name: str, replied: str | None = None, received: str = "2024-03-04", **other: Any) -> dict[str, Any]:
    """A complaint by letter, named by its identifier."""
    return complaint(received, **{"replied": replied, "complaint_id": name, "channel": "letter", **other})


COMPLAINTS = [
    letter("on the due day", "2024-03-11"),
    letter("a day late", "2024-03-12"),
    letter("open"),
    letter("closed without a reply", closed="2024-03-06", supplies_close=True),
    letter("of Thursday", received="2024-03-07"),
    letter("about an invoice", "2024-03-05", invoice_dispute=True),
    letter("answered before", "2024-03-01"),
    letter("without reply dates", supplies_reply=False),
    letter("remark", "2024-03-05", kind="remark"),
]
