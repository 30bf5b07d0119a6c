"""Brings a ledger to this version, or refuses it: never half-changed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from store.errors import StoreError
from store.ledger import BEGIN, HEAD, Ledger

SCRIPTS = Path(__file__).parent / "migrations"


def version(ledger: Ledger) -> str | None:
    """The version of a ledger; None before its first migration."""
    with ledger.plain_errors(), ledger.engine.connect() as link:
        if not inspect(link).has_table("alembic_version"):
            return None
        return link.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(ledger: Ledger) -> None:
    """Run the missing steps in one transaction. The caller holds the writer's lock."""
    from alembic import command  # 0.2 s, and rarely needed
    from alembic.config import Config
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    engine = ledger.engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    try:
        with ledger.plain_errors(), engine.begin() as link:
            settings.attributes["connection"] = link
            command.upgrade(settings, "head")
    except CommandError:
        raise StoreError(
            f"{ledger.name}: the ledger is of version {version(ledger)}, and this Vigie knows versions up to "
            f"{HEAD}; install the newer Vigie that wrote it."
        ) from None
