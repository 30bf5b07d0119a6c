"""Names of months in French, English, German and Spanish, whole or short, with or without a full stop, to English."""

from __future__ import annotations

_SPELLINGS = {
    "January": "jan janv janvier januar jänner ene enero",
    "February": "feb fév fev févr fevr février fevrier februar febrero",
    "March": "mar mars mär märz mrz marzo", "April": "apr avr avril abr abril", "May": "mai mayo",
    "June": "jun juin juni junio", "July": "jul juil juillet juli julio", "August": "aug août aout ago agosto",
    "September": "sep sept septembre septiembre", "October": "oct octobre okt oktober octubre",
    "November": "nov novembre noviembre", "December": "dec déc décembre decembre dez dezember dic diciembre",
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
