"""What is said of each column of a proposal, and what is asked: only what is not sure, with what was seen.

Values that may tell of a person are shown by their shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from data_sources.apart import identifies, place_apart
from data_sources.canonical import ENUMS, MILESTONES, MONEY
from data_sources.matching import SURE, Match
from data_sources.naming import is_copied
from data_sources.profile import Profile
from data_sources.survey import Column, spread
from data_sources.vocabulary import canonical_value

_REPEATS_BELOW = 0.95
_DOUBTED = 0.75
_SHOWN = 40
_MANY = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProposal:
    """What is proposed for one raw column. `place` says where it goes; `canonical` only for a canonical one.

    A question comes with every confidence below 0.8 and with no other; `choices` are its answers.
    """

    raw: str
    canonical: str | None
    confidence: float
    why: str
    question: str | None = None
    place: str = "extra"
    choices: tuple[str, ...] = ()


def placed(raw: str, profile: Profile, confidence: float, why: str) -> ColumnProposal:
    """Where a profile puts a column."""
    canonical = next((name for name, each in profile.columns.items() if raw in each.raw_columns()), None)
    place = "canonical" if canonical else "extra"
    if raw in profile.personal.values():
        place = "personal"
    elif raw in profile.drop:
        place = "drop"
    return ColumnProposal(raw=raw, canonical=canonical, confidence=confidence, why=why, place=place)


def about(column: Column, matches: Mapping[str, Match], profile: Profile, doubt: str | None) -> ColumnProposal:
    """The proposal for a column; `doubt` is about the file as a whole and asked once, of the identifier."""
    match = matches.get(column.name)
    if match is None:
        return _unmatched(column, matches, profile)
    whole = (
        f"Does each row tell of one complaint? Here {doubt}." if doubt and match.canonical == "complaint_id" else None
    )
    asked = " ".join(filter(None, (whole, match.question, _doubt(match.canonical, column, profile))))
    choices = _choices(match.canonical, column, profile)
    return ColumnProposal(
        raw=column.name,
        canonical=match.canonical,
        confidence=min(match.confidence, _DOUBTED) if asked else match.confidence,
        why=match.why,
        question=f"{asked} {_seen(column)}{_answers(choices)}".strip() if asked else None,
        place="canonical",
        choices=choices if asked else (),
    )


def _unmatched(column: Column, matches: Mapping[str, Match], profile: Profile) -> ColumnProposal:
    found = placed(column.name, profile, SURE, "")
    if found.canonical:
        return replace(found, why=f"times of day that complete {found.canonical}")
    if found.place == "extra" and column.proof.formats and column.name not in profile.exclude_when:
        return _untold(column, found, profile, next((m.raw for m in matches.values() if m.twin == column.name), None))
    if found.place == "personal" and place_apart(column) is None:
        return _perhaps_people(column, found)
    dropped = "it identifies a person: not kept" if identifies(column) else "names of staff: not kept"
    why = {"personal": "it tells of a person: kept apart", "drop": dropped}
    if column.name in profile.exclude_when:
        return replace(found, why=f"rows with {' or '.join(profile.exclude_when[column.name])} are left out")
    return replace(found, why=why.get(found.place, "nothing known is named like it: kept among the extra columns"))


def _untold(column: Column, found: ColumnProposal, profile: Profile, twin: str | None) -> ColumnProposal:
    if twin or is_copied(column.name):
        return replace(found, why=f"the days of '{twin}' once more" if twin else "a date of the copy")
    choices = _choices("", column, profile)
    question = f"What does the date '{column.name}' tell? {_seen(column)}{_answers(choices)}"
    why = "a date whose name says nothing known"
    return replace(found, confidence=0.4, why=why, question=question, choices=choices)


def _perhaps_people(column: Column, found: ColumnProposal) -> ColumnProposal:
    choices = ("personal", "drop", "extra")
    question = f"Does '{column.name}' hold names of persons? {_seen(column)}{_answers(choices)}"
    return replace(found, confidence=0.6, why="it looks like names of persons", question=question, choices=choices)


def _doubt(canonical: str, column: Column, profile: Profile) -> str | None:
    """What a person should look at, though the name leaves no doubt."""
    mapped = profile.columns[canonical]
    if canonical in MILESTONES and column.proof.ambiguous:
        return f"Is '{column.distinct[0].as_py()}' written {' or '.join(_orders(column))}?"
    if canonical == _stands_in(profile):
        return f"No date of reply was found: is '{column.name}' the reply? Then map it to replied_at too."
    if mapped.other:
        unknown = [text for text in column.distinct.to_pylist() if canonical_value(canonical, text) is None]
        return f"What {canonical} is '{unknown[0]}'? Taken for {mapped.other}."
    if mapped.unit == "major" and not has_decimals(column):
        return f"Are the amounts of '{column.name}' in whole currency units (euros), not cents?"
    if canonical == "complaint_id" and column.uniqueness < _REPEATS_BELOW and profile.fold is None:
        return f"'{column.name}' repeats: which column says what is latest? Name it under fold."
    return None


def has_decimals(column: Column) -> bool:
    """An amount with cents is not in cents."""
    return bool(pc.any(pc.match_substring_regex(column.distinct, r"[.,][0-9]{1,2}$")).as_py())


def _stands_in(profile: Profile) -> str | None:
    """The milestone that may be the reply, where no column is."""
    if "replied_at" in profile.columns:
        return None
    return next((name for name in ("resolved_at", "closed_at") if name in profile.columns), None)


def _orders(column: Column) -> list[str]:
    """The format taken, and the same with day and month in each other's place."""
    swapped = [one.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m") for one in column.proof.formats]
    return list(dict.fromkeys([*column.proof.formats, *swapped]))


def _choices(canonical: str, column: Column, profile: Profile) -> tuple[str, ...]:
    """The answers that make sense: the meaning proposed, those still free, and none."""
    if canonical in MILESTONES and column.proof.ambiguous:
        return tuple(_orders(column))
    if canonical in MILESTONES or column.proof.is_date:
        free = [name for name in MILESTONES if name != canonical and name not in profile.columns]
        return tuple(filter(None, (canonical, *free[:_MANY], "extra")))
    if canonical in MONEY:
        return ("major", "minor")
    if canonical in ENUMS and profile.columns[canonical].other:
        return ENUMS[canonical]
    return (canonical, "extra", "personal", "drop")


def _answers(choices: tuple[str, ...]) -> str:
    return f" One of: {', '.join(choices)}." if choices else ""


def _seen(column: Column) -> str:
    """Two of its values."""
    texts = [text if _is_plain(column) else masked(text) for text in spread(column.distinct, 2).to_pylist()]
    return f"Seen: {', '.join(repr(text[:_SHOWN]) for text in texts)}." if texts else "It is empty here."


def _is_plain(column: Column) -> bool:
    """Dates, and what is chosen from a list, tell of nobody."""
    listed = column.filled > 1 and column.uniqueness <= 0.5 and not column.mentions and column.people <= 0.5
    return column.proof.is_date or listed


def masked(text: str) -> str:
    """The shape of a text: letters and digits are hidden, the first sign stays."""
    return text[:1] + re.sub(r"[0-9]", "9", re.sub(r"[^\W\d_]", "x", text[1:]))
