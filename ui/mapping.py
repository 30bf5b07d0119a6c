"""A profile as a person corrects it: raw columns moved from one meaning to another. Pure: no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data_sources.canonical import ENUMS, MAPPABLE, MILESTONES
from data_sources.errors import SourceError
from data_sources.profile import Mapped, Profile
from data_sources.propose import ColumnProposal, slug

EXTRA, PERSONAL, DROP = "extra", "personal", "drop"
APART = (EXTRA, PERSONAL, DROP)
PLACES = (*MAPPABLE, *APART)
FALLBACKS = {"channel": "other", "kind": "complaint", "outcome": "undecided"}


def place_of(column: ColumnProposal) -> str:
    """Where a proposal puts a column: a canonical name, or one of the places apart."""
    return column.canonical or column.place


def corrected(profile: Profile, source: str, moves: Mapping[str, str], zone: str = "") -> Profile:
    """The profile with each raw column of `moves` in its new place, on the clock of `zone` if one is given.

    SourceError if two columns claim the same meaning.
    """
    zone = zone or profile.timezone
    if source == profile.source and zone == profile.timezone and not moves:
        return profile
    data: dict[str, Any] = {name: getattr(profile, name) for name in type(profile).model_fields}
    claimed = [place for place in moves.values() if place not in APART]
    twice = next((place for place in claimed if claimed.count(place) > 1), None)
    if twice:
        raise SourceError(f"two columns can't both be {twice}; keep one and give the other another meaning.")
    known = {raw: mapped for mapped in profile.columns.values() for raw in (mapped.column,)}
    for raw in moves:
        data |= _without(data, raw)
    for raw, place in moves.items():
        data |= _with(data, raw, place, known.get(raw))
    data |= {
        "source": slug(source),
        "timezone": zone,
        "fold": profile.fold if _folds(profile, data["columns"]) else None,
    }
    return Profile.model_validate({name: value for name, value in data.items() if value is not None})


def _without(data: Mapping[str, Any], raw: str) -> dict[str, Any]:
    columns: dict[str, Mapped] = data["columns"]
    return {
        "columns": {name: mapped for name, mapped in columns.items() if raw not in mapped.raw_columns()},
        "personal": {name: column for name, column in data["personal"].items() if column != raw},
        "drop": tuple(column for column in data["drop"] if column != raw),
        "extra": None if data["extra"] is None else tuple(column for column in data["extra"] if column != raw),
    }


def _with(data: Mapping[str, Any], raw: str, place: str, before: Mapped | None) -> dict[str, Any]:
    if place == PERSONAL:
        return {"personal": {**data["personal"], slug(raw): raw}}
    if place == DROP:
        return {"drop": (*data["drop"], raw)}
    if place == EXTRA:
        return {} if data["extra"] is None else {"extra": (*data["extra"], raw)}
    displaced = data["columns"].get(place)
    extra = data["extra"] if displaced is None or data["extra"] is None else (*data["extra"], displaced.column)
    return {"columns": {**data["columns"], place: _mapped(raw, place, before)}, "extra": extra}


def _mapped(raw: str, place: str, before: Mapped | None) -> Mapped:
    """A date keeps the formats that were proven for it; a coded column takes what it doesn't know for the rest."""
    formats = before.formats if before and place in MILESTONES else ()
    return Mapped(column=raw, formats=formats, other=FALLBACKS[place] if place in ENUMS else None)


def _folds(profile: Profile, columns: Mapping[str, Mapped]) -> bool:
    named = columns.get("complaint_id")
    return bool(profile.fold and named and named.column == profile.fold.key)
