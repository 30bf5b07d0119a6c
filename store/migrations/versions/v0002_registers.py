"""Corrective actions, annotations, rebases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.String(20)


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("reference", sa.String(), primary_key=True),
        *_columns(sa.String(), "title", "kind", "owner"),
        *_columns(sa.Date(), "decided", "due"),
        *_columns(sa.Date(), "done", "checked", nullable=True),
        *_columns(sa.String(), "dimension", "value", nullable=True),
        sa.Column("loaded_at", MOMENT, nullable=False),
    )
    op.create_table(
        "annotations",
        sa.Column("day", sa.Date(), primary_key=True),
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("metric", "dimension", "value", "text")),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
    )
    op.create_table(
        "rebases",
        *(sa.Column(name, sa.String(), primary_key=True) for name in ("metric", "dimension", "value", "period")),
        *_columns(sa.String(), "reason", "author"),
        sa.Column("loaded_at", MOMENT, nullable=False),
    )


def _columns(kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]
