"""Which columns tell of persons: kept apart or not kept at all, and never a dimension of a figure."""

from __future__ import annotations

import pyarrow.compute as pc

from data_sources.canonical import MAPPABLE
from data_sources.identifiers import names_one_person
from data_sources.naming import CUSTOMERS, bare, is_copied, spellings
from data_sources.persons import PERSONAL, STAFF
from data_sources.survey import Column
from data_sources.vocabulary import likeness, words

_EMPLOYEES = words(
    "agent responder assignee owner advisor handler creator conseiller gestionnaire technicien officer investigator"
)
_FIELDS = {
    "name": words("name nom prenom firstname lastname surname vorname nachname nombre"),
    "email": words("email mail courriel"),
    "phone": words("phone mobile tel telephone telefon telefono movil"),
    "address": words("address adresse anschrift direccion"),
}
_ALWAYS_WRITTEN = words(
    "verbatim description content contenu body message narrative comment comments commentaire commentaires "
    "beschreibung "
    "sachverhalt descripcion observaciones hechos"
)
_FILLERS = words(
    "de du des d la le l del der des number numero address adresse full work home associated investigating e 1 2"
)
_TITLES = words(
    "title titre subject sujet objet summary resume details detail lessons notes note remarks betreff asunto"
)
_A_FEW_WORDS = 10
_CROWD = 10
_SOME = 0.2
_TWO_WORDS = r"^\p{L}[\p{L}'’.-]* \p{L}{2,}"
DROP = "drop"


def place_apart(column: Column) -> str | None:
    """The personal field a column holds, `drop` for names of staff and for what identifies a person, else None."""
    if column.emails > 0.5:
        return "email"
    if column.name in MAPPABLE:
        return None
    if identifies(column):
        return DROP
    if column.proof.is_date or is_copied(column.name):
        return None
    return _named(column) or _seen(column)


def identifies(column: Column) -> bool:
    """It holds numbers of accounts, of the state or of devices, days of birth, names for logging in."""
    return column.identifiers > _SOME or names_one_person(bare(column.name))


def _named(column: Column) -> str | None:
    name = bare(column.name)
    if likeness(name, STAFF) == 1:
        return DROP
    field = next((field for field, synonyms in PERSONAL.items() if likeness(name, synonyms) == 1), None)
    field = field or ("verbatim" if _is_written(column) else None)
    if field == "verbatim" and not set(name.split()) & _ALWAYS_WRITTEN and is_list(column):
        return None
    if field is None:
        field = "email" if name.endswith((" email", " emails")) else _composed(name.split())
    return None if field == "name" and are_keys(column) and not _are_spelled(column) else field


def _is_written(column: Column) -> bool:
    """A title, a summary, a description of something, in words that are rarely the same."""
    said = set(spellings(column.name)[-1].split())
    return bool(said & (_ALWAYS_WRITTEN | _TITLES)) and column.length > _A_FEW_WORDS and column.uniqueness > 0.3


def _composed(name: list[str]) -> str | None:
    """`requester mobile`, `mail du client`: a person, or a field of one, and nothing else."""
    said = set(name) - _FILLERS
    field = next((field for field, known in _FIELDS.items() if known & said), "name")
    if not said & (CUSTOMERS | _EMPLOYEES) or not said <= _FIELDS[field] | CUSTOMERS | _EMPLOYEES:
        return None
    return DROP if said & _EMPLOYEES else field


def _seen(column: Column) -> str | None:
    if column.phones > 0.8 or (column.phones > 0.3 and likeness(bare(column.name), PERSONAL["phone"]) > 0.6):
        return "phone"
    if column.addresses > 0.4 and column.uniqueness > 0.3:
        return "address"
    return "verbatim" if column.is_free_text or column.mentions > 0.05 else None


def looks_like_people(column: Column) -> bool:
    """Many different pairs of capitalised words: perhaps names, under a header that does not say so."""
    return column.people > 0.8 and len(column.distinct) >= _CROWD


def is_list(column: Column) -> bool:
    """Few texts, often the same: chosen from a list, not written."""
    return column.filled > 20 and column.uniqueness < 0.3


def _are_spelled(column: Column) -> bool:
    """Two words of letters first, as `Anne Roy 12`: names, whatever number comes after."""
    return (pc.mean(pc.match_substring_regex(column.distinct, _TWO_WORDS)).as_py() or 0) > _SOME


def are_keys(column: Column) -> bool:
    """Nearly all have digits: numbers of customers, not names."""
    return bool(column.filled) and (pc.mean(pc.match_substring_regex(column.distinct, "[0-9]")).as_py() or 0) > 0.9
