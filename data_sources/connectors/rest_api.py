"""An API that is asked by declaration: its pages are kept as received, and read again from there.

Everything else is in data_sources.api; a CRM is one YAML file in crm/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_sources.api.pull import pull
from data_sources.api.table import raw_table
from data_sources.connector import RawTable
from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.remote import Cursor, Fetched, Progress
from data_sources.secrets import redact

OPTIONS = (
    *("api", "base_url", "settings", "start"),
    *("user_secret", "token_secret", "password_secret", "client_id_secret", "client_secret_secret", "app_token_secret"),
)


def fetch(profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched:
    """What changed since the cursor, in one file; SourceError and nothing where it is not whole."""
    try:
        return pull(profile, cursor, folder, progress)
    except Exception as error:  # an answer may be anything, and an exception may hold what was sent
        sentence = _sentence(error, f"{profile.source}: the API can't be read", "nothing was imported; sync again.")
    raise SourceError(sentence)  # outside of the handler: no chain leads back to what was sent


def read(path: Path, data: bytes, options: Mapping[str, object]) -> RawTable:
    """The records that `fetch` received, as text; SourceError for any other file."""
    try:
        return raw_table(path, data, options)
    except Exception as error:
        sentence = _sentence(error, f"{path.name} can't be read", "sync the source again.")
    raise SourceError(sentence)


def _sentence(error: Exception, what: str, then: str) -> str:
    """Of an error that was not foreseen, its kind alone: its words may hold content."""
    return redact(str(error) if isinstance(error, SourceError) else f"{what} ({type(error).__name__}); {then}")
