"""Brings a ledger to this version, or refuses it: never half-changed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from store.errors import StoreError
from store.ledger import BEGIN, HEAD, Ledger

SCRIPTS = Path(__file__).parent / "migrations"


def version(ledger: Ledger) -> str | None:
    """The version of a ledger; None before its first migration."""
    try:
        with ledger.engine.connect() as link:
            if not inspect(link).has_table("alembic_version"):
                return None
            return link.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise StoreError(
            f"{ledger.name}: the ledger can't be opened ({reason}); check that it is there and whole, "
            "and restore it from a backup if it is damaged."
        ) from error


def migrate(ledger: Ledger) -> None:
    """Run the missing steps in one transaction. The caller holds the writer's lock."""
    from alembic import command  # 0.2 s, and rarely needed
    from alembic.config import Config
    from alembic.util import CommandError

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    engine = ledger.engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    try:
        with engine.begin() as link:
            settings.attributes["connection"] = link
            command.upgrade(settings, "head")
    except CommandError:
        raise StoreError(
            f"{ledger.name}: the ledger is of version {version(ledger)}, and this Vigie knows versions up to "
            f"{HEAD}; install the newer Vigie that wrote it."
        ) from None
    except DBAPIError as error:
        raise StoreError(f"{ledger.name}: could not be brought to version {HEAD} ({error.orig}).") from error
