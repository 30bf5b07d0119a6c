"""What a declaration of an API may say. Frozen; unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from data_sources.api.paths import parse
from data_sources.api.templates import names_in

Epoch = Literal["seconds", "milliseconds"]
PLACES = ("base_url", "cursor", "last", "limit", "offset", "page", "since")
"""What a template may name beside settings and, in headers and bodies, secrets."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class NoKey(_Part):
    kind: Literal["none"]


class Basic(_Part):
    kind: Literal["basic"]
    user: str
    password: str


class Bearer(_Part):
    kind: Literal["bearer"]
    token: str


class KeyInHeader(_Part):
    kind: Literal["header"]
    name: str
    value: str


class KeyInQuery(_Part):
    kind: Literal["query"]
    name: str
    value: str


class OAuth2(_Part):
    """Client credentials: a token against an identifier and a secret; another one once it is refused."""

    kind: Literal["oauth2"]
    token_url: str
    client_id: str
    client_secret: str
    form: dict[str, str] = {}


class Session(_Part):
    """A first request opens a session; `token` is where its answer holds it, `{session}` where it goes.

    `close` is the path that ends it.
    """

    kind: Literal["session"]
    method: Literal["GET", "POST"] = "GET"
    path: str
    open_with: dict[str, str] = {}
    body: Any = None
    token: str
    headers: dict[str, str] = {}
    close: str | None = None


Authentication = Annotated[
    NoKey | Basic | Bearer | KeyInHeader | KeyInQuery | OAuth2 | Session, Field(discriminator="kind")
]


class Paging(_Part):
    """How one page leads to the next.

    `slide`: the next page is the first one of a filter moved to the newest record read; needs ascending order, and
    survives limits of a list and records that move in it. `stable`: the API itself keeps the list still. `alone`: a
    cursor is sent without the filter it came from.
    """

    style: Literal["cursor", "link", "header", "page", "offset"]
    size: int = Field(gt=0)
    next: str | None = None
    last: str | None = None
    first_page: int = 1
    past_end: int | None = None
    alone: bool = False
    slide: bool = False
    stable: bool = False

    @model_validator(mode="after")
    def _has_its_path(self) -> Paging:
        if self.style in ("cursor", "link") and not self.next:
            raise ValueError(f"paging.style {self.style} needs paging.next, the path of the {self.style}")
        return self


class Request(_Part):
    """One list to read: `rows` is the path of its records in each page, `total` where the API counts them."""

    path: str
    method: Literal["GET", "POST"] = "GET"
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    body: Any = None
    rows: str = "$"
    total: str | None = None
    error: str | None = None
    paging: Paging | None = None


class Since(_Part):
    """How only what changed is asked for. `own_cursor`: the API's own mark in a page, sent next time as `{cursor}`."""

    format: str = "iso"
    overlap_minutes: int = Field(default=10, ge=0)
    start: str = "2010-01-01T00:00:00Z"
    own_cursor: str | None = None


class Join(_Part):
    """Joins an object to each record: of a list in the same page (`list`) or of a side request (`side`)."""

    list_: str | None = Field(default=None, alias="list")
    side: str | None = None
    key: str = "id"
    by: str


class Column(_Part):
    """A raw column: a path in the record, or the `latest` moment of all that it meets.

    `when`: empty unless those paths hold one of those values.
    """

    path: str
    optional: bool = False
    latest: bool = False
    when: dict[str, tuple[str, ...]] = {}
    epoch: Epoch | None = None
    plus_minutes: str | None = None
    nested: bool = False
    note: str | None = None

    @field_validator("when", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return {key: [str(one) for one in each] for key, each in value.items()} if isinstance(value, dict) else value


class Api(_Part):
    """How one API is asked. `url_from`, `secrets` and settings like `$NAME` name environment variables.

    `incomplete`: paths in a record that say that the API gave only a part of it.
    """

    url_from: str
    authentication: Authentication
    secrets: dict[str, str] = {}
    settings: dict[str, str] = {}
    headers: dict[str, str] = {}
    rate_per_minute: int = Field(default=120, gt=0)
    resource: Request
    key: str
    updated: str
    updated_epoch: Epoch | None = None
    since: Since | None = None
    sides: dict[str, Request] = {}
    joins: dict[str, Join] = {}
    incomplete: tuple[str, ...] = ()
    fields: dict[str, Column]

    @field_validator("fields", mode="before")
    @classmethod
    def _paths_alone(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: {"path": each} if isinstance(each, str) else each for key, each in value.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Api:
        for path in (self.key, self.updated, *self.incomplete, *(each.path for each in self.fields.values())):
            parse(path)
        if any(join.side and join.side not in self.sides for join in self.joins.values()):
            raise ValueError("joins name a side request that is not declared under sides")
        self._names_are_known()
        return self

    def _names_are_known(self) -> None:
        known = {*PLACES, "session", *self.settings, *self.secrets}
        for template in (self.authentication, self.resource, *self.sides.values()):
            for name in names_in(template.model_dump()):
                if name not in known:
                    raise ValueError(f"'{{{name}}}' is neither a setting, a secret nor a place of paging")


class Declaration(_Part):
    """One file of connectors/crm: how the API is asked, and what its columns mean (a profile without its source)."""

    name: str
    title: str
    note: str = ""
    api: Api
    profile: dict[str, Any] = {}
