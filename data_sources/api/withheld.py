"""Takes credentials out of a page of JSON that repeats them, so that it stays JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from data_sources.secrets import HIDDEN, forms

_SHORTEST = 4
_LONG = 8
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?', re.DOTALL)


def without(text: str, credentials: Iterable[str]) -> str:
    """The page without them: long ones wherever they are, short ones where they are a word of a text.

    A short one is left in the names of fields and in numbers, where it is chance; below 4 characters everywhere.
    """
    written = {form for each in credentials if len(each) >= _SHORTEST for form in forms(each)}
    for form in sorted((each for each in written if len(each) >= _LONG), key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    if not written or not ("\\" in text or any(form in text for form in written)):
        return text
    pattern = re.compile("|".join(map(_pattern, sorted(written, key=len, reverse=True))))
    return _LITERAL.sub(lambda found: _clean(found, pattern), text)


def _pattern(form: str) -> str:
    return re.escape(form) if len(form) >= _LONG else rf"(?<!\w){re.escape(form)}(?!\w)"


def _clean(found: re.Match[str], pattern: re.Pattern[str]) -> str:
    """A text as JSON escapes it: looked at as what it says."""
    if found[1]:
        return found[0]
    try:
        said = json.loads(found[0], strict=False)
    except ValueError:
        return found[0]
    clean = pattern.sub(HIDDEN, said)
    return found[0] if clean == said else json.dumps(clean)
