"""A profile: which column of an export is which canonical one, and how its dates and values read.

Frozen, from YAML and back to YAML. Refuses unknown keys, unknown canonical names and date formats that
cannot be told apart, each with one sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from data_sources.api.declaration import CONNECTOR, declaration_names, with_defaults
from data_sources.canonical import ENUMS, MAPPABLE, MILESTONES
from data_sources.constants import check_constant, constant_text
from data_sources.dates import check_zone
from data_sources.errors import SourceError, did_you_mean, unreadable
from data_sources.formats import validate_formats

BESIDE = {"title", "note", "recognise", "watch", "every", "register_"}
CONTACTS = ("name", "email", "phone", "address")
SHIPPED = Path(__file__).resolve().parents[1] / "profiles"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Mapped(_Part):
    """How one canonical column is filled. `else_` is a second column, used where the first is empty."""

    column: str
    else_: str | None = Field(default=None, alias="else")
    time: str | None = None
    formats: tuple[str, ...] = ()
    values: dict[str, str] = {}
    other: str | None = None
    default: str | None = None
    unit: Literal["minor", "major"] = "minor"
    note: str | None = None

    @field_validator("column", "else_", "time")
    @classmethod
    def _one_space(cls, value: str | None) -> str | None:
        return " ".join(value.split()) if value else value

    def raw_columns(self) -> tuple[str, ...]:
        return tuple(name for name in (self.column, self.else_, self.time) if name)


class Fold(_Part):
    """An event log: of the rows with one `key`, the latest is the complaint."""

    key: str
    latest_by: tuple[str, ...]

    @field_validator("latest_by", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Profile(_Part):
    """A source profile; the keys are those of the YAML file.

    For `vigie sync`: `watch` names files by patterns, `every` how often to look at the source (15m, 6h, 1d), and
    `register` what it holds, where that isn't complaints: exposures, actions, annotations or rebases.
    """

    source: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,62}$")
    title: str = ""
    note: str | None = None
    connector: str | None = None
    options: dict[str, Any] = {}
    timezone: str = "Europe/Paris"
    date_formats: tuple[str, ...] = ("iso",)
    nulls: tuple[str, ...] = ()
    canonical_headers: bool = False
    columns: dict[str, Mapped] = {}
    constants: dict[str, str] = {}
    personal: dict[str, str] = {}
    drop: tuple[str, ...] = ()
    extra: tuple[str, ...] | None = None
    suspicious: dict[str, tuple[str, ...]] = {}
    keep_when: dict[str, tuple[str, ...]] = {}
    exclude_when: dict[str, tuple[str, ...]] = {}
    fold: Fold | None = None
    recognise: bool = True
    register_: Literal["exposures", "actions", "annotations", "rebases"] | None = Field(default=None, alias="register")
    watch: tuple[str, ...] = ()
    every: str | None = Field(default=None, pattern=r"^[1-9]\d{0,3}[mhd]$")

    @field_validator("columns", mode="before")
    @classmethod
    def _names_alone(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: {"column": each} if isinstance(each, str) else each for key, each in value.items()}

    @field_validator("constants", mode="before")
    @classmethod
    def _as_written(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: constant_text(str(key), each) for key, each in value.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Profile:
        validate_formats(self.date_formats)
        check_zone(self.timezone)
        for name in (*self.columns, *self.constants):
            _check_canonical(name)
        for name, constant in self.constants.items():
            _check_enum(name, constant)
            check_constant(name, constant, self.date_formats, self.timezone)
        for name, mapped in self.columns.items():
            _check_mapped(name, mapped)
        self._check_fold()
        return self

    def _check_fold(self) -> None:
        mapped = self.columns.get("complaint_id")
        if self.fold and (mapped is None or mapped.column != self.fold.key):
            raise SourceError("fold.key must be the column mapped to complaint_id; correct it there.")

    def formats_of(self, canonical: str) -> tuple[str, ...]:
        mapped = self.columns.get(canonical)
        return (mapped.formats if mapped else ()) or self.date_formats

    def supplies(self, canonical: str) -> bool:
        """Whether this source fills the canonical column at all."""
        told = canonical in self.columns or canonical in self.constants
        return told or (canonical == "has_contact" and bool(self.contacts()))

    def contacts(self) -> tuple[str, ...]:
        """The raw columns of personal fields by which the customer can be reached."""
        return tuple(column for field, column in self.personal.items() if field.split("_")[0] in CONTACTS)

    @property
    def digest(self) -> str:
        """Of what says how an export reads; where it lies and how often it is looked at changes nothing of that."""
        return hashlib.sha256(self.model_dump_json(exclude=BESIDE).encode()).hexdigest()

    def to_yaml(self) -> str:
        """The profile as a person would write it: what differs from the defaults, and always the time zone."""
        data = self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"timezone": self.timezone}
        if self.columns:
            data["columns"] = {name: _shortest(each) for name, each in data["columns"].items()}
        keys = (field.alias or name for name, field in type(self).model_fields.items())
        ordered = {key: data[key] for key in keys if key in data}
        return yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=110)


def load_profile(name_or_path: str | Path) -> Profile:
    """A shipped profile or a declared API by name, or one's own by path."""
    path = Path(name_or_path)
    if str(name_or_path) in declaration_names() and not path.is_file():
        return profile_from({"connector": CONNECTOR, "options": {"api": str(name_or_path)}}, str(name_or_path))
    try:
        path = path if path.is_file() else _shipped(name_or_path)
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} cannot be read as text: {error}; write it in UTF-8.") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    return parse_profile(text, path.name)


def _shipped(name: str | Path) -> Path:
    path = SHIPPED / f"{name}.yaml"
    if "/" in str(name) or not path.is_file():
        raise SourceError(
            f"No profile '{name}'; {did_you_mean(str(name), [*profile_names(), *declaration_names()])}. "
            "Give the path of a profile file or one of these names."
        )
    return path


def profile_names() -> list[str]:
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def parse_profile(text: str, name: str = "profile") -> Profile:
    """A profile from YAML text; `name` says where a mistake is."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        raise SourceError(f"{name} is not valid YAML{line}; correct it there.") from None
    except ValueError as error:
        raise SourceError(f"{name} holds a value that cannot be ({error}); correct it or quote it.") from None
    if not isinstance(data, dict):
        raise SourceError(f"{name} holds no profile; it needs at least source and columns.")
    return profile_from(data, name)


def profile_from(data: Mapping[str, Any], name: str = "profile") -> Profile:
    """A profile from its keys; one that asks an API has that API's columns unless it says otherwise."""
    try:
        return Profile.model_validate(with_defaults(data) if data.get("connector") == CONNECTOR else data)
    except ValidationError as error:
        raise SourceError(f"{name}: {_sentence(error)}") from None
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from None


def _shortest(mapped: dict[str, Any]) -> str | dict[str, Any]:
    return mapped["column"] if set(mapped) == {"column"} else mapped


def _check_canonical(name: str) -> None:
    if name not in MAPPABLE:
        raise SourceError(f"no canonical column '{name}'; {did_you_mean(name, MAPPABLE)}.")


def _check_enum(name: str, value: str) -> None:
    allowed = ENUMS.get(name)
    if allowed and value not in allowed:
        raise SourceError(f"{name} cannot be '{value}'; it is one of {', '.join(allowed)}.")


def _check_mapped(name: str, mapped: Mapped) -> None:
    for value in (*mapped.values.values(), *filter(None, (mapped.other, mapped.default))):
        _check_enum(name, value)
    if (mapped.time or mapped.formats) and name not in MILESTONES:
        raise SourceError(f"columns.{name} is no date, so it has neither time nor formats.")
    validate_formats(mapped.formats)


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "profile"
    if first["type"] == "extra_forbidden":
        known = [*Profile.model_fields, *Mapped.model_fields]
        return f"unknown key '{where}'; {did_you_mean(str(first['loc'][-1]), known)}."
    if first["type"] == "missing":
        return f"the key '{where}' is missing; add it."
    return f"{where}: {first['msg']}; correct it."
