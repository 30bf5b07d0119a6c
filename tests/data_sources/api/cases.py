"""The same few complaints in every CRM's words: all statuses, some deleted, some unsolved, some of one second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

START = datetime(2025, 3, 3, 8, 0, 0)
STATES = ("new", "open", "pending", "solved", "closed")
CHANNELS = ("email", "web", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Moments are UTC. `priority` 1 is the lowest of 4."""

    id: int
    created: datetime
    updated: datetime
    state: str
    channel: str
    priority: int
    replied_first: datetime | None = None
    solved: datetime | None = None
    closed: datetime | None = None
    deleted: bool = False

    @property
    def name(self) -> str:
        return f"Camille Dupont-{self.id}"

    @property
    def email(self) -> str:
        return f"camille{self.id}@example.org"

    @property
    def subject(self) -> str:
        return f"Facture n° {self.id} « erronée »"

    @property
    def text(self) -> str:
        return f"Bonjour,\nla facture {self.id} compte deux fois l'abonnement."


def cases(count: int = 24) -> list[Case]:
    return [_case(number) for number in range(1, count + 1)]


def touched(case: Case, at: datetime) -> Case:
    """The same case after somebody raised its priority."""
    return replace(case, updated=at, priority=4)


def _case(number: int) -> Case:
    created = START + timedelta(hours=7 * number)
    state = STATES[number % 5]
    first = created + timedelta(minutes=30 + number) if state != "new" else None
    solved = created + timedelta(days=2, minutes=number) if state in ("solved", "closed") else None
    closed = solved + timedelta(days=1) if solved and state == "closed" else None
    return Case(
        id=1000 + number,
        created=created,
        updated=(closed or solved or first or created) + timedelta(seconds=number % 2),
        state=state,
        channel=CHANNELS[number % 3],
        priority=1 + number % 4,
        replied_first=first,
        solved=solved,
        closed=closed,
        deleted=number in (7, 13),
    )


def iso(moment: datetime | None, zone: str = "Z") -> str | None:
    return moment.isoformat(timespec="milliseconds") + zone if moment else None


def seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
