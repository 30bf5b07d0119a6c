"""Imports, sources, audit trail, exposures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.String(20)


def upgrade() -> None:
    _imports()
    op.create_table(
        "sources",
        sa.Column("name", sa.String(), primary_key=True),
        *_columns(sa.String(), "title", "timezone", "profile_digest"),
        sa.Column("last_import", sa.Integer(), nullable=False),
        sa.Column("last_event_at", MOMENT, nullable=True),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        *_columns(sa.String(), "actor", "action", "subject", "detail", "previous", "hash"),
    )
    op.create_table(
        "exposures",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("period", "values", "measure")),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
    )


def _imports() -> None:
    counts = ("read", "new", "updated", "unchanged", "duplicate", "conflict", "rejected", "remarks")
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *_columns(sa.String(), "source", "file_name", "sha256", "profile_digest", "schema_version", "code_version"),
        sa.Column("imported_at", MOMENT, nullable=False),
        *_columns(sa.Integer(), *counts),
        *_columns(sa.JSON(), "warnings", "supplies"),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
    )
    op.create_index("ix_imports_source", "imports", ["source"])
    op.create_index("ix_imports_sha256", "imports", ["sha256"])


def _columns(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]
