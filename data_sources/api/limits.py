"""How long, how much and how often an API is asked. Seconds and bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every wait and every size has a bound: a pull ends, whatever the other side does."""

    connect: float = 10.0
    read: float = 60.0
    whole_pull: float = 3600.0
    attempts: int = 6
    wait_first: float = 1.0
    wait_most: float = 60.0
    wait_jitter: float = 1.0
    retry_after_most: float = 300.0
    refusals: int = 3
    redirects: int = 5
    page_bytes: int = 64 * 2**20
    pages: int = 20_000
    stale_pages: int = 3
    passes: int = 4
