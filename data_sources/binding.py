"""Binds a profile to the columns a file really has. A mapped column that is missing stops the import (never
guess), a new one is announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data_sources.canonical import MAPPABLE, REQUIRED
from data_sources.errors import SourceError, did_you_mean
from data_sources.profile import Mapped, Profile


def bind(profile: Profile, columns: Sequence[str], name: str) -> Profile:
    """The profile with its canonical headers spelled out; SourceError where the file lacks a column."""
    if profile.canonical_headers:
        implied = {header: Mapped(column=header) for header in columns if header in MAPPABLE}
        profile = profile.model_copy(update={"columns": {**implied, **profile.columns}})
    for column, place in _named(profile):
        if column not in columns:
            raise SourceError(
                f"{name}: no column '{column}'; {did_you_mean(column, columns)}. "
                f"Correct it in the profile under {place}."
            )
    _require(profile, columns, name)
    return profile


def used_columns(profile: Profile) -> set[str]:
    """Raw columns that end elsewhere than in `extra`."""
    mapped = {column for each in profile.columns.values() for column in each.raw_columns()}
    return mapped | set(profile.personal.values()) | set(profile.drop)


def column_news(profile: Profile, columns: Sequence[str]) -> dict[str, int]:
    """Warnings for columns the profile has never heard of, and for known unmapped ones that are gone."""
    if profile.extra is None:
        return {}
    known = used_columns(profile) | set(profile.extra)
    news = {f"new_column:{column}": 1 for column in columns if column not in known}
    return news | {f"missing_column:{column}": 1 for column in profile.extra if column not in columns}


def _named(profile: Profile) -> Iterator[tuple[str, str]]:
    """Every raw column a profile relies on, and where it says so."""
    for canonical, mapped in profile.columns.items():
        yield from ((column, canonical) for column in mapped.raw_columns())
    yield from ((column, f"personal.{field}") for field, column in profile.personal.items())
    for place in ("suspicious", "keep_when", "exclude_when"):
        yield from ((column, place) for column in getattr(profile, place))
    if profile.fold:
        yield profile.fold.key, "fold.key"
        yield from ((column, "fold.latest_by") for column in profile.fold.latest_by)


def _require(profile: Profile, columns: Sequence[str], name: str) -> None:
    for canonical in REQUIRED:
        if canonical != "source" and not profile.supplies(canonical):
            raise SourceError(
                f"{name}: nothing is mapped to {canonical}, which every complaint needs; "
                f"{did_you_mean(canonical, columns)}. Name its column in the profile under {canonical}."
            )
