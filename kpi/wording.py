"""Sentences with numbers and days in them, as each language writes these: 66,7 % and 66.7%. Judges nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from kpi.text import Text

Said = Callable[[str], str]
LOCALES = {"fr": "fr", "en": "en_GB"}
NONE = Text(fr="", en="")
_UNITS = {
    **dict.fromkeys(("days", "calendar_days"), Text(fr=" jours", en=" days")),
    "per_1000": Text(fr=" pour 1 000", en=" per 1,000"),
    "ppm": Text(fr=" ppm", en=" ppm"),
}


def sentence(template: Text, **values: str | Said | Text) -> Text:
    """The template in both languages, each `{name}` filled by a text or by what it is in that language."""
    return Text(fr=_filled(template.fr, "fr", values), en=_filled(template.en, "en", values))


def _filled(template: str, language: str, values: dict[str, str | Said | Text]) -> str:
    return template.format(**{name: _in(value, language) for name, value in values.items()})


def _in(value: str | Said | Text, language: str) -> str:
    if isinstance(value, Text):
        return value.in_(language)
    return value if isinstance(value, str) else value(language)


def joined(*parts: Text, by: Text | None = None) -> Text:
    """Sentences one after the other; empty ones left out."""
    gap = by or Text(fr=" ", en=" ")
    return Text(fr=gap.fr.join(p.fr for p in parts if p.fr), en=gap.en.join(p.en for p in parts if p.en))


def number(value: float, digits: int = 0) -> Said:
    """12 345,6 in French, 12,345.6 in English."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return lambda language: str(format_decimal(round(value, digits), pattern, locale=LOCALES.get(language, "en_GB")))


def signed(value: float, digits: int = 0) -> Said:
    """The same with its sign; a number that rounds to nothing has none."""
    sign = "" if round(value, digits) == 0 else "+" if value > 0 else "−"
    return lambda language: sign + number(abs(value), digits)(language)


def share(value: float, digits: int = 1) -> Said:
    """0.667 as 66,7 % or 66.7%."""
    return lambda language: number(100 * value, digits)(language) + (" %" if language == "fr" else "%")


def points(value: float) -> Said:
    """A difference of shares in percentage points, with its sign."""
    return lambda language: f"{signed(100 * value, 1)(language)} points"


def quantity(value: float, unit: str) -> Said:
    """A value in its unit: 66,7 %, 8 jours, 1,25 pour 1 000, 12 345."""
    if unit == "share":
        return share(value)
    digits = 0 if float(value).is_integer() else 2 if unit == "per_1000" else 1
    name = _UNITS.get(unit, NONE)
    return lambda language: number(value, digits)(language) + _agreed(name, value, language)


def _agreed(name: Text, value: float, language: str) -> str:
    """A unit in the singular where the language has one: French below 2, English of 1."""
    one = abs(value) < 2 if language == "fr" else value == 1
    return name.in_(language).removesuffix("s") if one else name.in_(language)


def day(value: date) -> Said:
    """2 mars 2026 (and 1er mars 2026), 2 March 2026."""
    return lambda language: _long(value, LOCALES.get(language, "en_GB"))


def _long(value: date, locale: str) -> str:
    written = str(format_date(value, "long", locale=locale))
    return written.replace("1 ", "1er ", 1) if locale == "fr" and value.day == 1 else written


def ordinal(rank: int) -> Said:
    """1re, 2e (a place, in French feminine); 1st, 2nd, 3rd, 4th."""
    return lambda language: _french(rank) if language == "fr" else _english(rank)


def _french(rank: int) -> str:
    return "1re" if rank == 1 else f"{rank}e"


def _english(rank: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}th" if rank % 100 in (11, 12, 13) else f"{rank}{ending}"
