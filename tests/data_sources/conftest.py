"""Exports written for one test, and the profile most tests read them with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.profile import Profile, parse_profile
from data_sources.reading import Reading, read_source

Write = Callable[..., Path]
Read = Callable[..., Reading]

PLAIN = """
source: claims
timezone: Europe/Paris
date_formats: ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
columns: {complaint_id: id, received_at: recu, replied_at: repondu, motive: motif}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put text or bytes in a file of that name."""

    def _write(content: str | bytes, name: str = "claims.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def profile() -> Profile:
    return parse_profile(PLAIN)


@pytest.fixture
def read(write: Write) -> Read:
    """Read text as an export; the reconciliation is checked on every call."""

    def _read(content: str | bytes, yaml: str = PLAIN, name: str = "claims.csv") -> Reading:
        reading = read_source(parse_profile(yaml), write(content, name))
        accounted = reading.accepted.num_rows + reading.duplicate + reading.conflict + reading.rejected.num_rows
        assert reading.read == accounted
        return reading

    return _read
