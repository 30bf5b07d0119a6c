"""The ledger's tables. Migrations in `store/migrations` create them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import String, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A point in time in UTC, to the second, as ISO 8601 text: the same on every database."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if value else None


class Base(DeclarativeBase):
    """The ledger's tables. Migrations in `store/migrations` create them; a test compares the two."""

    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012


class Import(Base):
    """One committed import. Its folder `imports/<number>` exists because this row does."""

    __tablename__ = "imports"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    profile_digest: Mapped[str]
    schema_version: Mapped[str]
    code_version: Mapped[str]
    imported_at: Mapped[datetime]
    read: Mapped[int]
    new: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    duplicate: Mapped[int]
    conflict: Mapped[int]
    rejected: Mapped[int]
    remarks: Mapped[int]
    warnings: Mapped[dict[str, Any]]
    supplies: Mapped[list[str]]
    timezone: Mapped[str]
    seconds: Mapped[float]
    manifest_sha256: Mapped[str]

    @property
    def accepted(self) -> int:
        return self.new + self.updated + self.unchanged


class Source(Base):
    """Where complaints come from, and how far it has been read."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    timezone: Mapped[str]
    profile_digest: Mapped[str]
    last_import: Mapped[int]
    last_event_at: Mapped[datetime | None]

    def to_json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in self.__table__.columns.keys()}  # noqa: SIM118
        return {**found, "last_event_at": self.last_event_at and self.last_event_at.isoformat(timespec="seconds")}


class Cursor(Base):
    """How far a database or an API was read under a profile; moved in the transaction of the import that read it."""

    __tablename__ = "cursors"

    source: Mapped[str] = mapped_column(primary_key=True)
    profile_digest: Mapped[str]
    position: Mapped[dict[str, Any]]
    moved_at: Mapped[datetime]


class Run(Base):
    """One look at a source by `store.sync`: what came of it, and the sentence of what went wrong."""

    __tablename__ = "runs"

    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    outcome: Mapped[str]
    import_number: Mapped[int | None]
    counts: Mapped[dict[str, Any]]
    sentence: Mapped[str]


class Audit(Base):
    """One line of the audit trail; `hash` covers the line and the hash before it."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class Exposure(Base):
    """What a rate is divided by: a count of `measure` in a period, for some values of dimensions."""

    __tablename__ = "exposures"

    period: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    loaded_at: Mapped[datetime]


class Action(Base):
    """A corrective action; see `kpi.actions.Action`."""

    __tablename__ = "actions"

    reference: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    owner: Mapped[str]
    decided: Mapped[date]
    due: Mapped[date]
    done: Mapped[date | None]
    checked: Mapped[date | None]
    dimension: Mapped[str | None]
    value: Mapped[str | None]
    loaded_at: Mapped[datetime]


class Annotation(Base):
    """What somebody knows of a day; empty `metric`, `dimension` and `value` mean everything."""

    __tablename__ = "annotations"

    day: Mapped[date] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    author: Mapped[str]
    loaded_at: Mapped[datetime]


class Rebase(Base):
    """From the month `period` on a metric's series is another process; empty `dimension`: of all complaints."""

    __tablename__ = "rebases"

    metric: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    author: Mapped[str]
    loaded_at: Mapped[datetime]
