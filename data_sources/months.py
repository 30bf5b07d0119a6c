"""Names of months, French and English, whole and abbreviated with or without a full stop, to English ones."""

from __future__ import annotations

_SPELLINGS = {
    "January": "jan janv janvier", "February": "feb fév fev févr fevr février fevrier", "March": "mar mars",
    "April": "apr avr avril", "May": "mai", "June": "jun juin", "July": "jul juil juillet",
    "August": "aug août aout", "September": "sep sept septembre", "October": "oct octobre",
    "November": "nov novembre", "December": "dec déc décembre decembre",
}  # fmt: skip
_MONTHS = {
    spelling: month for month, spellings in _SPELLINGS.items() for spelling in (month.lower(), *spellings.split())
}


def with_english_month(text: str, *, short: bool) -> str:
    """The text with its month in English, of three letters if `short`; unchanged if it names none."""
    for piece in text.replace("-", " ").replace("/", " ").replace(",", " ").split():
        month = _MONTHS.get(piece.rstrip(".").casefold())
        if month:
            return text.replace(piece, month[:3] if short else month)
    return text
