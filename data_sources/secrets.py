"""Credentials: from the environment or from a file that a person keeps, never from a profile.

A profile names them. What was handed out is remembered, so that no message can show it.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

from data_sources.errors import SourceError, unreadable

FILE = "VIGIE_SECRETS"
NAME = re.compile(r"[A-Z][A-Z0-9_]*")
HIDDEN = "•••"
_PERCENT = re.compile("%[0-9A-F]{2}")
_SHORTEST = 4
_given: set[str] = set()


def secret(name: str) -> str:
    """The credential of that name: the environment variable, the file that `NAME_FILE` gives, or `name` in the file
    of secrets (`VIGIE_SECRETS`, by default .streamlit/secrets.toml). SourceError where there is none."""
    found = find_secret(name)
    if found is None:
        raise SourceError(
            f"the credential {name} is not there; set the environment variable {name}, or {name}_FILE to a file that "
            f'holds it, or write it to {_file()} as {name} = "…".'
        )
    return found


def find_secret(name: str) -> str | None:
    """The credential of that name, or None; SourceError where the name or its file cannot be used."""
    if not NAME.fullmatch(name):
        raise SourceError(f"'{name}' cannot name a credential; use capitals, digits and _, such as ZENDESK_TOKEN.")
    found = os.environ.get(name) or _from_own_file(name) or _from_secrets(name)
    if found:
        conceal(found)
    return found


def conceal(part: str) -> None:
    """Remember a part of a credential, such as the password within a URL, so that no message shows it either."""
    if len(part) >= _SHORTEST:
        _given.add(part)


def redact(text: str) -> str:
    """The text without any credential that was handed out, as it is or as a URL or JSON writes it."""
    for form in sorted({form for given in _given for form in forms(given)}, key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    return text


def forms(given: str) -> set[str]:
    """How a credential may be written: as it is, in a URL (%2F or %2f), in JSON (escaped or not)."""
    quoted = {quote(given, safe=""), quote(given), quote_plus(given)}
    lower = {_PERCENT.sub(lambda found: found[0].lower(), each) for each in quoted}
    escaped = {json.dumps(given, ensure_ascii=ascii_)[1:-1] for ascii_ in (True, False)}
    return {given, *quoted, *lower, *escaped, *(each.replace("/", "\\/") for each in escaped)}


def _from_own_file(name: str) -> str | None:
    path = os.environ.get(f"{name}_FILE")
    return _text(Path(path)).strip() if path else None


def _from_secrets(name: str) -> str | None:
    path = _file()
    found = _table(path).get(name) if path.is_file() else None
    return None if found is None else str(found)


def _table(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        raise SourceError(f"{path.name} is not valid TOML; correct it (its content is not shown).") from None


def _file() -> Path:
    return Path(os.environ.get(FILE) or ".streamlit/secrets.toml")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None
