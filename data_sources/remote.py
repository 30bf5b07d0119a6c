"""A source that has to be asked, not a file that was given: a database, an API.

Its connector fetches into a file of ours, as received, and reads that file afterwards like any other: so what was
received is kept, can be read again, and is either whole or not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from data_sources.connector import Connector, connector
from data_sources.profile import Profile

Cursor = Mapping[str, Any]
"""How far a source was read, in the connector's own words: JSON values only, never a secret."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a source gave: `path` holds it as received, `cursor` is where to go on from once it was imported."""

    path: Path
    records: int
    cursor: Cursor | None
    notes: Mapping[str, str] = field(default_factory=dict)


class Remote(Connector, Protocol):
    """A connector that fetches. Everything it raises is a SourceError without any secret in it."""

    def fetch(self, profile: Profile, cursor: Cursor | None, folder: Path, progress: Progress) -> Fetched: ...


def is_remote(module: Connector) -> TypeGuard[Remote]:
    return hasattr(module, "fetch")


def remote(profile: Profile) -> Remote | None:
    """The connector that fetches for this profile; None where the profile reads files."""
    module = connector(profile.connector) if profile.connector else None
    return module if module is not None and is_remote(module) else None
