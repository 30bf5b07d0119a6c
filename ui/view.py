"""What a page shows, as its address says it: language, day, rule set and filters. Pure: no Streamlit.

An address is a stranger's text. Every value is checked against what exists; an unknown one becomes the nearest that
does, or is left out, and the page says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

FILTERS = ("channel", "region", "product")
KEYS = ("lang", "asof", "rules", *FILTERS)
LONGEST = 60

Asked = Mapping[str, tuple[str, ...]]
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What there is to choose from: rule sets, values of each dimension, days from the first to the last."""

    rules: tuple[str, ...] = ("house",)
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Something asked that can't be shown, and what is shown instead ("" for nothing)."""

    key: str
    asked: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view that exists. `as_of` is None when the address names no day."""

    rules: str = "house"
    as_of: date | None = None
    where: Where = ()
    corrections: tuple[Correction, ...] = ()


def view(asked: Asked, options: Options) -> View:
    """The nearest view to what was asked."""
    corrections: list[Correction] = []
    rules = _one("rules", asked, options.rules, corrections)
    kept = [(name, _several(name, asked, dict(options.values).get(name, ()), corrections)) for name in FILTERS]
    return View(
        rules=rules or default_rules(options),
        as_of=_day(asked, options, corrections),
        where=tuple((name, values) for name, values in kept if values),
        corrections=tuple(corrections),
    )


def default_rules(options: Options) -> str:
    """The house rule set, or the first there is."""
    return "house" if "house" in options.rules else options.rules[0]


def language(asked: Asked, accepted: str, known: tuple[str, ...]) -> str:
    """The language of the address, else the browser's first that we speak, else the first of ours."""
    wanted = [*asked.get("lang", ()), *(part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    return next((lang for lang in wanted if lang in known), known[0])


def _one(key: str, asked: Asked, known: tuple[str, ...], corrections: list[Correction]) -> str:
    found = _several(key, {key: asked.get(key, ())[:1]}, known, corrections)
    return found[0] if found else ""


def _several(key: str, asked: Asked, known: tuple[str, ...], corrections: list[Correction]) -> tuple[str, ...]:
    found = []
    for value in asked.get(key, ()):
        near = value if value in known else next(iter(get_close_matches(value[:LONGEST], known, 1)), "")
        if near != value:
            corrections.append(Correction(key=key, asked=value[:LONGEST], shown=near))
        found.append(near)
    return tuple(dict.fromkeys(value for value in found if value))


def _day(asked: Asked, options: Options, corrections: list[Correction]) -> date | None:
    text = next(iter(asked.get("asof", ())), "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        corrections.append(Correction(key="asof", asked=text[:LONGEST], shown=""))
        return None
    near = min(max(day, options.first or day), options.last or day)
    if near != day:
        corrections.append(Correction(key="asof", asked=text, shown=near.isoformat()))
    return near
