"""The product's words, numbers and dates in one language, for charts, reports and pages.

Reads locale/<lang>.yaml and locale/<lang>/<page>.yaml; formats through Babel, so French gets its narrow spaces and
decimal comma.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from kpi.text import Text

CATALOGUES = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = ("fr", "en")
NO_VALUE = "—"
BEFORE = re.compile(r" ([;!?»%])")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All texts of a language by dotted key: those of every page, and each page's own in a file of its name."""
    paths = [CATALOGUES / f"{lang}.yaml", *sorted((CATALOGUES / lang).glob("*.yaml"))]
    flat = [leaf for path in paths for leaf in _flat("", yaml.safe_load(path.read_text("utf-8")))]
    return {key: typeset(text, lang) for key, text in flat}


def typeset(text: str, lang: str) -> str:
    """French typography: spaces that don't break before : ; ! ? and inside « », and a curved apostrophe."""
    if lang != "fr":
        return text
    text = text.replace("'", "’").replace(" :", "\N{NO-BREAK SPACE}:").replace("« ", "«\N{NO-BREAK SPACE}")
    return BEFORE.sub("\N{NARROW NO-BREAK SPACE}\\1", text)


def _flat(prefix: str, node: object) -> list[tuple[str, str]]:
    if not isinstance(node, dict):
        return [(prefix[:-1], str(node))]
    return [leaf for key, value in node.items() for leaf in _flat(f"{prefix}{key}.", value)]


@dataclass(frozen=True, slots=True)
class Words:
    """`words("key", name=value)` is a text; the methods format figures. A missing key is a KeyError."""

    lang: str = "fr"

    def __call__(self, key: str, /, **values: object) -> str:
        text = catalogue(self.lang)[key]
        return text.format(**values) if values else text

    def keys(self, prefix: str) -> list[str]:
        """The keys directly under a prefix, in the catalogue's order."""
        under = (key.removeprefix(f"{prefix}.") for key in catalogue(self.lang) if key.startswith(f"{prefix}."))
        return list(dict.fromkeys(key.split(".")[0] for key in under))

    def plural(self, key: str, n: float, /, **values: object) -> str:
        """The text `key.one` or `key.other`, by the language's own rule; `{n}` is the formatted count."""
        form = "one" if Locale.parse(self.lang).plural_form(abs(n)) == "one" else "other"
        return self(f"{key}.{form}", n=self.number(n), **values)

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key that may not be there: a code or name of an export that we have no word for."""
        return catalogue(self.lang).get(key, otherwise)

    def value(self, dimension: str, value: str | None) -> str:
        """A dimension's value in words: ours for known codes, the source's own otherwise."""
        if value is None:
            return self("value.unknown")
        return self.known(f"value.{dimension}.{value}", value)

    def said(self, text: Text) -> str:
        """What a metric, a verdict or a rule set says, in this language."""
        return typeset(text.in_(self.lang), self.lang)

    def number(self, value: float, digits: int = 0) -> str:
        """12 345 in French, 12,345 in English."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(_round(value, digits), pattern, locale=self.lang))

    def share(self, value: float, digits: int = 1) -> str:
        """0.823 as 82,3 % or 82.3%."""
        decimals = "." + "0" * digits if digits else ""
        gap = "\N{NARROW NO-BREAK SPACE}" if self.lang == "fr" else ""
        return str(format_percent(_round(value, digits + 2), f"#,##0{decimals}{gap}%", locale=self.lang))

    def figure(self, value: float | None, unit: str) -> str:
        """A value in its metric's unit; an em dash when there is none."""
        if value is None or math.isnan(value):
            return NO_VALUE
        if unit == "share":
            return self.share(value)
        digits = 0 if float(value).is_integer() else 1
        return self("unit.days", n=self.number(value, digits)) if unit == "days" else self.number(value, digits)

    def days(self, value: float | None) -> str:
        """A delay: 8 j, or "non atteint" for a quantile that too many open complaints keep from being known."""
        return self("unit.not_reached") if value is None else self.figure(value, "days")

    def interval(self, low: float | None, high: float | None, unit: str) -> str:
        """[80,1 % ; 84,3 %], or nothing when there is no interval."""
        if low is None or high is None:
            return ""
        return self("unit.interval", low=self.figure(low, unit), high=self.figure(high, unit))

    def day(self, day: date) -> str:
        """20 novembre 2026."""
        return str(format_date(day, "long", locale=self._english_day()))

    def short_day(self, day: date) -> str:
        """20 nov."""
        return str(format_date(day, "d MMM", locale=self.lang))

    def moment(self, at: datetime) -> str:
        """A moment in UTC as this machine's clock showed it: 20/11/2026 14:05."""
        here = at.replace(tzinfo=at.tzinfo or UTC).astimezone().replace(tzinfo=None)
        return str(format_datetime(here, "short", locale=self._english_day()))

    def month(self, period: str) -> str:
        """ "2026-10" as octobre 2026."""
        return str(format_date(_first_day(period), "LLLL y", locale=self.lang))

    def short_month(self, period: str) -> str:
        """ "2026-10" as oct."""
        return str(format_date(_first_day(period), "LLL", locale=self.lang))

    def weekday(self, day: date) -> str:
        """lundi."""
        return str(format_date(day, "EEEE", locale=self.lang))

    def _english_day(self) -> str:
        return "en_GB" if self.lang == "en" else self.lang


def _first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def _round(value: float, digits: int) -> float:
    """Rounded half away from zero, as people do, so that 0.125 reads 12,5 % on every medium."""
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9), value) / scale
