"""The sources that `vigie sync` looks at: profiles kept in the store's folder, one file for each source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from data_sources.connector import check_options
from data_sources.errors import did_you_mean
from data_sources.profile import Profile, load_profile
from data_sources.remote import remote
from store import audit, files
from store.errors import StoreError
from store.home import Store

WITH_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]+@")


def folder(store: Store) -> Path:
    return store.home / "sources"


def names(store: Store) -> list[str]:
    """The sources that are connected, in the order of their names."""
    return sorted(path.stem for path in folder(store).glob("[a-z0-9]*.yaml"))


def check_names(store: Store, asked: Iterable[str]) -> None:
    """StoreError, with the nearest, for a source that isn't connected."""
    for name in asked:
        if name not in names(store):
            near = did_you_mean(name, names(store))
            raise StoreError(f"no source '{name}'; {near}. 'vigie connect PROFILE' adds one.")


def connected(store: Store, name: str) -> Profile:
    """The profile of a connected source. StoreError with the nearest if there is none, SourceError if it is not one."""
    path = folder(store) / f"{name}.yaml"
    check_names(store, [name])
    profile = load_profile(path)
    if profile.source != name:
        raise StoreError(
            f"{path.name} is a profile of the source '{profile.source}'; name the file {profile.source}.yaml."
        )
    return profile


def connect(store: Store, profile: Profile, *, again: bool = False) -> Path:
    """Keep a profile as a source to look at. StoreError if that source is there and not to be replaced `again`, or if
    the profile names neither files to watch nor a database or an API."""
    check_options(profile.connector, profile.options)
    if secret := next((name for name, value in profile.options.items() if WITH_PASSWORD.search(str(value))), None):
        raise StoreError(
            f"{profile.source}: the option {secret} holds a password, and a profile is no place for one; "
            "name the credential instead (docs/sources)."
        )
    if not profile.watch and remote(profile) is None:
        raise StoreError(
            f"{profile.source} says neither which files to watch nor which database or API to read; "
            "give --watch 'FOLDER/*.csv', or name a connector in the profile."
        )
    folder(store).mkdir(exist_ok=True, mode=0o700)
    path = folder(store) / f"{profile.source}.yaml"
    files.write_new(profile.to_yaml(), path, again=again)
    audit.append(store, "connect", profile.source, {"profile": profile.model_dump(mode="json")})
    return path


def disconnect(store: Store, name: str) -> None:
    """Look at a source no more; what was imported from it stays."""
    profile = connected(store, name)
    (folder(store) / f"{name}.yaml").unlink()
    audit.append(store, "disconnect", name, {"profile": profile.model_dump(mode="json")})
