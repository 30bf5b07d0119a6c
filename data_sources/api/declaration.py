"""Finds and reads declarations: a name in connectors/crm, or the path of one's own file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from data_sources.api.spec import Declaration
from data_sources.errors import SourceError, did_you_mean, unreadable

SHIPPED = Path(__file__).resolve().parents[1] / "connectors" / "crm"
CONNECTOR = "rest_api"
_COMPLETE = {"complaint_id", "received_at"}
_MERGED = ("columns", "personal", "constants", "options")


def declaration_names() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def declaration(name_or_path: object) -> Declaration:
    """The declaration of that name; SourceError with the nearest, or with what is wrong in the file."""
    if not isinstance(name_or_path, str) or not name_or_path:
        raise SourceError(f"no API is named; give options.api, {did_you_mean('', declaration_names())}.")
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = SHIPPED / f"{name_or_path}.yaml"
        if name_or_path not in declaration_names():
            near = did_you_mean(name_or_path, declaration_names())
            raise SourceError(f"no API '{name_or_path}'; {near}. Correct options.api, or give the path of a file.")
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise unreadable(path, error) from None


def with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """A profile's keys, completed with what its API's declaration says. A column set to null is left out.

    A profile that says where both complaint_id and received_at come from is complete already: nothing is added.
    """
    options = data.get("options")
    api = options.get("api") if isinstance(options, Mapping) else None
    declared = declaration(api)
    named = {"source": declared.name, "title": declared.title}
    columns = data.get("columns")
    if isinstance(columns, Mapping) and columns.keys() >= _COMPLETE:
        return {**named, **data}
    defaults = {**named, **declared.profile}
    merged = {**defaults, **data, "connector": CONNECTOR}
    for key in _MERGED:
        merged[key] = _overridden(defaults.get(key) or {}, data.get(key))
    return merged


def _overridden(default: Mapping[str, Any], own: object) -> object:
    if own is not None and not isinstance(own, Mapping):
        return own
    both = {**default, **(own or {})}
    return {key: each for key, each in both.items() if each is not None}


@cache
def _read(path: Path, _changed: int) -> Declaration:
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(data, dict):
            raise SourceError(f"{path.name} declares nothing; it needs title, api and profile.")
        return Declaration.model_validate({"name": path.stem, **data})
    except (yaml.YAMLError, UnicodeDecodeError):
        raise SourceError(f"{path.name} is not valid YAML in UTF-8; correct it there.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "api"
        raise SourceError(f"{path.name}: {where}: {first['msg']}; correct it there.") from None
