"""The options of a database source, checked before anything is asked. They name credentials and never hold one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data_sources.errors import SourceError, did_you_mean
from data_sources.profile import Profile

Scalar = bool | int | float | str | datetime | date | None


class SqlOptions(BaseModel):
    """`timeout` is in seconds; `overlap` in minutes for a watermark of moments, in its own steps for whole numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    url: str | None = None
    url_secret: str | None = None
    password_secret: str | None = None
    table: str | None = Field(default=None, min_length=1)
    schema_: str | None = Field(default=None, min_length=1, alias="schema")
    query: str | None = Field(default=None, min_length=1)
    parameters: dict[str, Scalar | tuple[Scalar, ...]] = {}
    where: dict[str, Scalar | tuple[Scalar, ...]] = {}
    watermark: str | None = Field(default=None, min_length=1)
    overlap: int | None = Field(default=None, ge=0, le=10**9)
    timeout: float = Field(default=300, gt=0, le=86_400)


NAMES = tuple(field.alias or name for name, field in SqlOptions.model_fields.items())


def sql_options(profile: Profile) -> SqlOptions:
    """The options of this profile; SourceError with the nearest name, or with what goes together."""
    for name in profile.options:
        if name not in NAMES:
            raise SourceError(
                f"{profile.source}: no option '{name}'; {did_you_mean(name, NAMES)}. "
                "Correct it in the profile under options."
            )
    try:
        options = SqlOptions.model_validate(dict(profile.options))
    except ValidationError as error:
        raise SourceError(f"{profile.source}: {_sentence(error, profile.options)}") from None
    _check_together(options, profile.source)
    return options


def _sentence(error: ValidationError, given: Mapping[str, object]) -> str:
    """What is wrong; a value that might hold a password isn't shown."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    value = "" if name in ("url", "query") else f" '{given.get(name)}'"
    return f"options.{name}{value} can't be used ({first['msg']}); correct it in the profile."


def _check_together(options: SqlOptions, source: str) -> None:
    _exactly_one(options, source, "url_secret", "url")
    _exactly_one(options, source, "table", "query")
    for name, needed in (
        ("schema", "table"),
        ("where", "table"),
        ("parameters", "query"),
        ("password_secret", "url"),
        ("overlap", "watermark"),
    ):
        if _given(options, name) and not _given(options, needed):
            raise SourceError(f"{source}: options.{name} goes with {needed}, which isn't there; add it or take it out.")


def _exactly_one(options: SqlOptions, source: str, one: str, other: str) -> None:
    if _given(options, one) == _given(options, other):
        found = "both are" if _given(options, one) else "neither is"
        raise SourceError(f"{source}: options need either {one} or {other}, and {found} there; give one of them.")


def _given(options: SqlOptions, name: str) -> bool:
    value = getattr(options, "schema_" if name == "schema" else name)
    return value is not None and value != {}
