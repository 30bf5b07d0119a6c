"""How far a database or an API was read, and what each look at a source gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.String(20)


def upgrade() -> None:
    op.create_table(
        "cursors",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("profile_digest", sa.String(), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False, index=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
    )
