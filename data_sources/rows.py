"""Rows that are no complaints: files of something else, rows that were deleted, values that nobody can have meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data_sources.matching import Found
from data_sources.names import OTHERS
from data_sources.naming import bare
from data_sources.survey import Column
from data_sources.values import read_boolean
from data_sources.vocabulary import GONE, likeness, plain, state_of, words

_TELLING = (
    *("channel", "status", "motive", "sub_motive", "severity", "outcome", "level", "cause_occurrence"),
    *("acknowledged_at", "promised_at", "replied_at", "resolved_at", "closed_at", "compensation_granted"),
)
_TEXTS = words(
    "subject objet verbatim complaint reclamation message betreff asunto titre title sujet customer narrative"
)
_PAIRS = {
    "TRUE": "FALSE",
    "true": "false",
    "True": "False",
    "1": "0",
    "YES": "NO",
    "Yes": "No",
    "yes": "no",
    "Y": "N",
    "OUI": "NON",
    "Oui": "Non",
    "oui": "non",
    "O": "N",
    "VRAI": "FAUX",
    "Vrai": "Faux",
}
"""How exports write true and false."""
_FOREIGN = 2


def other_subject(columns: Mapping[str, Column], apart: Mapping[str, str], found: Found) -> str | None:
    """A sentence that says why the rows of a file seem to be no complaints; None where they may be some."""
    told = [m.canonical for m in found.values() if m.canonical in _TELLING and columns[m.raw].filled]
    texts = [name for name in apart if set(bare(name).split()) & _TEXTS]
    parent = next((name for name in columns if likeness(bare(name), OTHERS["parents"]) == 1), None)
    if parent and not {"status", "closed_at", "received_at"} & set(told) and _is_of_another(parent, columns, found):
        return f"each row seems to be a message, an hour or a change of the ticket in '{parent}', not a complaint"
    key = next((m.raw for m in found.values() if m.canonical == "complaint_id"), None)
    foreign = key is None or (bare(key).endswith(" id") and not likeness(bare(key), OTHERS["parents"]))
    if len(told) + len(texts) < (_FOREIGN if foreign else 1):
        return "no column tells of a complaint: no status, motive, channel, reply or text of one"
    return None


def _is_of_another(parent: str, columns: Mapping[str, Column], found: Found) -> bool:
    """It has a key of its own beside that of the ticket, or the same ticket comes back without a status."""
    own = any(bare(name) == "id" for name in columns)
    told = {match.canonical for match in found.values() if columns[match.raw].filled}
    return own or (columns[parent].uniqueness < 0.95 and not {"status", "motive", "channel"} & told)


def left_out(columns: Mapping[str, Column]) -> dict[str, tuple[str, ...]]:
    """Values by which rows are recognised as deleted or unwanted."""
    found = {name: values for name, column in columns.items() if (values := tuple(_gone(column)))}
    return dict(sorted(found.items()))


def _gone(column: Column) -> Iterator[str]:
    texts = column.distinct.to_pylist() if len(column.distinct) <= 50 else []
    if likeness(_mark(column.name), OTHERS["deleted"]) == 1:
        if texts and all(read_boolean(text) is not None for text in texts):
            yield from [text for text in texts if read_boolean(text)] or _opposite(texts)
    elif any(state_of(text) for text in texts) and not column.proof.is_date:
        yield from (text for text in texts if plain(text) in GONE)


def _mark(name: str) -> str:
    words = bare(name).split()
    return " ".join(words[1:] if words[:1] == ["fivetran"] else words)


def _opposite(texts: list[str]) -> list[str]:
    """How this export would write true, where it only has false."""
    return [true for true, false in _PAIRS.items() if false in texts][:1]


def suspicious(columns: Mapping[str, Column], found: Found) -> dict[str, tuple[str, ...]]:
    """Numbers among the words of a status."""
    named = next((columns[m.raw] for m in found.values() if m.canonical == "status"), None)
    texts = named.distinct.to_pylist() if named is not None and len(named.distinct) <= 100 else []
    odd = tuple(text for text in texts if text.removeprefix("-").isdigit())
    return {named.name: odd} if named is not None and odd and len(odd) <= 0.2 * len(texts) else {}
