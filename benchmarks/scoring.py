"""What a person would have to correct in a proposed profile: one correction for each column to be put elsewhere, each
wrong order of day and month, each missing rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from data_sources.formats import ISO
from data_sources.profile import Profile
from data_sources.propose import Proposal
from data_sources.values import lookup

Truth = Mapping[str, Any]
DOUBT = "complaints"


def corrections(proposal: Proposal, truth: Truth) -> list[str]:
    """One line for each thing to be corrected by hand."""
    profile = proposal.profile
    rules = [*_dates(profile, truth), *_values(profile, truth), *_fold(profile, truth), *_left_out(profile, truth)]
    doubt = [f"say that these are {truth['no_complaints']}"] if _undoubted(proposal, truth) else []
    return [*_moves(proposal, truth), *rules, *doubt]


def _undoubted(proposal: Proposal, truth: Truth) -> bool:
    return "no_complaints" in truth and DOUBT not in proposal.notes


def _moves(proposal: Proposal, truth: Truth) -> Iterator[str]:
    """Raw columns to be put elsewhere, each once, and second meanings of columns that are well placed."""
    columns: Mapping[str, Any] = truth.get("columns", {})
    placed = {name: mapped.column for name, mapped in proposal.profile.columns.items()}
    missing = {n: raw for n, raw in ((n, _all(raw)) for n, raw in columns.items()) if placed.get(n) not in raw}
    right = {raw for name, raw in placed.items() if raw in _all(columns.get(name, ()))}
    second = {name: raw for name, raw in missing.items() if raw[0] in right}
    moved = {raw[0]: name for name, raw in missing.items() if name not in second}
    yield from (f"{raw[0]} is {name} too" for name, raw in second.items())
    wrong = {raw: "not " + name for name, raw in placed.items() if not _allowed(name, raw, truth)}
    wrong |= {raw: "apart" for raw in truth.get("apart", ()) if raw not in _apart(proposal.profile)}
    wrong |= {raw: "not apart" for raw in _apart(proposal.profile) if not _may_be_apart(raw, truth)}
    yield from (f"{raw}: {place}" for raw, place in {**wrong, **moved}.items())


def _allowed(name: str, raw: str, truth: Truth) -> bool:
    return raw in _all(truth.get("columns", {}).get(name, ())) or name in truth.get("may", {}).get(raw, ())


def _apart(profile: Profile) -> set[str]:
    return {*profile.personal.values(), *profile.drop}


def _may_be_apart(raw: str, truth: Truth) -> bool:
    return raw in truth.get("apart", ()) or raw in truth.get("may", {})


def _dates(profile: Profile, truth: Truth) -> Iterator[str]:
    for name, expected in truth.get("dates", {}).items():
        found = {_order(one) for one in profile.formats_of(name)}
        if name in profile.columns and found != set(expected):
            yield f"dates of {name} are {' and '.join(expected)}, not {' and '.join(sorted(found))}"


def _order(date_format: str) -> str:
    if date_format == "iso" or date_format in ISO:
        return "ymd"
    return "".join(re.findall("%([dmybBY])", date_format)).lower().replace("b", "m")


def _values(profile: Profile, truth: Truth) -> Iterator[str]:
    for name, expected in truth.get("values", {}).items():
        mapped = profile.columns.get(name)
        read = lookup(mapped.values, mapped.other) if mapped else None
        wrong = [text for text, value in expected.items() if read and (read(text) or text.casefold()) != value]
        if wrong:
            yield f"values of {name}: {', '.join(wrong)}"


def _fold(profile: Profile, truth: Truth) -> Iterator[str]:
    expected, found = truth.get("fold"), profile.fold
    latest = found.latest_by[0] if found else None
    if expected and (found is None or found.key != expected["key"] or latest != expected["latest_by"]):
        yield f"fold by {expected['key']}, latest by {expected['latest_by']}"
    if found and not expected and "no_complaints" not in truth:
        yield "no fold"


def _left_out(profile: Profile, truth: Truth) -> Iterator[str]:
    """Values of rows that are no complaints, and values that nobody can have meant."""
    for place, found in (("leave_out", profile.exclude_when), ("suspicious", profile.suspicious)):
        for column, values in truth.get(place, {}).items():
            if not set(values) <= set(found.get(column, ())):
                yield f"{place.replace('_', ' ')} {column} {', '.join(values)}"


def _all(raw: str | list[str]) -> list[str]:
    return [raw] if isinstance(raw, str) else list(raw)
