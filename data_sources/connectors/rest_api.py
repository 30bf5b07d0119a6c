"""An API that is asked by declaration: its pages are kept as received, and read again from there.

Everything else is in data_sources.api; a CRM is one YAML file in crm/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_sources.api.pull import pull
from data_sources.api.table import raw_table
from data_sources.connector import RawTable
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched, Progress

OPTIONS = (
    *("api", "base_url", "settings", "start"),
    *("user_secret", "token_secret", "password_secret", "client_id_secret", "client_secret_secret", "app_token_secret"),
)


def fetch(profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched:
    """What changed since the cursor, in one file; SourceError and nothing where it is not whole."""
    return pull(profile, cursor, folder, progress)


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    return raw_table(path, data, options)
