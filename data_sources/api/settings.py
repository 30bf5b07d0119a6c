"""What a profile says of one's own account: its address, settings and the names of its credentials."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from httpx2 import URL

from data_sources.api.addresses import base_address
from data_sources.api.spec import Api
from data_sources.errors import SourceError, did_you_mean
from data_sources.secrets import find_secret, secret

OPTION = "{}_secret"
_ELSEWHERE = {"url_from", "secrets", "rate_per_minute"}
_UNSAFE = re.compile(r"[\"'\\\x00-\x1f{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An address with everything templates may name but credentials; `secret_names` by the part they play."""

    base: URL
    values: Mapping[str, str]
    secret_names: Mapping[str, str]

    def secrets(self) -> dict[str, str]:
        """The credentials themselves; SourceError where one is not there. `NAME?` may be missing."""
        found = {}
        for part, name in self.secret_names.items():
            value = find_secret(name.removesuffix("?")) if name.endswith("?") else secret(name)
            if value is not None:
                found[part] = value
        return found


def account(api: Api, options: Mapping[str, object]) -> Account:
    """The account that a profile's options describe, completed from the environment."""
    base = base_address(str(options.get("base_url") or _from_environment(api.url_from, "base_url")))
    values = settings(api, options)
    names = {part: str(options.get(OPTION.format(part)) or name) for part, name in api.secrets.items()}
    return Account(base=base, values={"base_url": str(base).rstrip("/"), **values}, secret_names=names)


def identity(api: Api, here: Account) -> str:
    """What a cursor is worth for: another address, account or way of reading its records is read from its beginning.

    A digest without any credential, so that a key that is renewed changes nothing.
    """
    told = [dict(here.values), api.model_dump(mode="json", exclude=_ELSEWHERE)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def settings(api: Api, options: Mapping[str, object], *, complete: bool = True) -> dict[str, str]:
    """Settings of the profile over the declared ones. Not `complete`: without those that the environment holds."""
    own = options.get("settings") or {}
    if not isinstance(own, Mapping):
        raise SourceError("options.settings is no list of names with values; correct it in the profile.")
    for name in own:
        if name not in api.settings:
            raise SourceError(f"options.settings: no setting '{name}'; {did_you_mean(str(name), api.settings)}.")
    found = {}
    for name, default in api.settings.items():
        value = str(own.get(name, default))
        if value.startswith("$"):
            value = _from_environment(value[1:], f"settings.{name}") if complete else ""
        found[name] = _harmless(name, value)
    return found


def _from_environment(variable: str, option: str) -> str:
    found = os.environ.get(variable)
    if not found:
        raise SourceError(f"{option} is not there; set the environment variable {variable}, or options.{option}.")
    return found


def _harmless(name: str, value: str) -> str:
    """Settings go into queries: what could end a text there is refused."""
    if _UNSAFE.search(value):
        raise SourceError(f"options.settings.{name} holds a quote, a brace or a backslash; correct it in the profile.")
    return value
