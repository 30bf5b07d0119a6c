"""Date formats: their shape, whether two can be told apart, and which ones a column proves.

A format is never guessed for a cell. Several may serve one column only if no text fits two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from data_sources.errors import SourceError

_DAYS = ("%Y-%m-%d",)
_CLOCKS = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
_ZONES = ("", "Z", "%z")


def _iso() -> tuple[str, ...]:
    moments = [f"%Y-%m-%d{gap}{clock}{zone}" for gap in (" ", "T") for clock in _CLOCKS for zone in _ZONES]
    return ("%Y-%m-%d", *moments)


ISO = _iso()
FAMILIES = {"iso": ISO}

_PATTERNS = {
    "d": r"\d{1,2}", "m": r"\d{1,2}", "H": r"\d{1,2}", "I": r"\d{1,2}", "M": r"\d{2}", "S": r"\d{2}",
    "Y": r"\d{4}", "y": r"\d{2}", "f": r"\d{1,6}", "p": r"(?i:[ap]m)", "b": r"\p{L}{3}",
    "B": r"\p{L}{3,}", "z": r"[+-]\d{2}:?\d{2}",
}  # fmt: skip
_SAMPLES = {
    "d": ("1", "11"), "m": ("1", "11"), "H": ("1", "11"), "I": ("1", "11"), "M": ("11",), "S": ("11",),
    "Y": ("1111",), "y": ("11",), "f": ("111",), "p": ("AM",), "b": ("May",), "B": ("May",), "z": ("+0100",),
}  # fmt: skip
_TOKEN = re.compile(r"%(.)")
CLOCK_FORMATS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


def expand(formats: Iterable[str]) -> tuple[str, ...]:
    """Families (`iso`) replaced by their formats, each format once."""
    return tuple(dict.fromkeys(one for name in formats for one in FAMILIES.get(name, (name,))))


def pattern(date_format: str) -> str:
    """The regular expression (RE2) of the texts a format reads."""
    parts = _TOKEN.split(date_format)
    return "".join(_PATTERNS[part] if odd % 2 else re.escape(part) for odd, part in enumerate(parts))


def has_time(date_format: str) -> bool:
    return "%H" in date_format or "%I" in date_format


def is_absolute(date_format: str) -> bool:
    """The text itself says its offset from UTC."""
    return date_format.endswith(("%z", "Z")) and has_time(date_format)


def with_time(formats: Sequence[str]) -> tuple[str, ...]:
    """Day formats, alone or followed by a clock: for sources that keep the time in a column of its own."""
    days = [one for one in formats if not has_time(one)]
    return (*days, *(f"{day} {clock}" for day in days for clock in CLOCK_FORMATS))


def validate_formats(formats: Sequence[str]) -> None:
    """Refuse unknown directives and formats that share a shape, such as %d/%m/%Y beside %m/%d/%Y."""
    for one in formats:
        _validate_directives(one)
    singles = expand(formats)
    for index, one in enumerate(singles):
        for other in singles[index + 1 :]:
            if _overlap(one, other):
                raise SourceError(
                    f"date_formats: '{one}' and '{other}' read the same texts, so neither can be trusted; keep one."
                )


def _validate_directives(one: str) -> None:
    if one in FAMILIES:
        return
    unknown = [letter for letter in _TOKEN.findall(one) if letter not in _PATTERNS]
    if unknown or not {"Y", "y"} & set(_TOKEN.findall(one)):
        what = f"unknown directive %{unknown[0]}" if unknown else "no year"
        raise SourceError(f"date_formats: '{one}' has {what}; write e.g. '%d/%m/%Y %H:%M' or 'iso'.")


def _overlap(one: str, other: str) -> bool:
    return fits(_shape_samples(one), other) or fits(_shape_samples(other), one)


def fits(samples: Iterable[str], date_format: str) -> bool:
    """Does any of these texts have the format's shape?"""
    regex = re.compile(pattern(date_format).replace(r"\p{L}", "[^\\W\\d_]"))
    return any(regex.fullmatch(sample) for sample in samples)


def _shape_samples(date_format: str) -> list[str]:
    """Texts of the format's shape, with short and with long numbers."""
    parts = _TOKEN.split(date_format)
    return ["".join(_SAMPLES[part][end] if odd % 2 else part for odd, part in enumerate(parts)) for end in (0, -1)]
