"""A declared API as a profile, ready to be pulled: its columns, zone and exclusions are the declaration's."""

from __future__ import annotations

from data_sources.api.declaration import declaration_names
from data_sources.profile import Profile, load_profile, profile_from

__all__ = ["declaration_names", "load_profile", "profile_of"]


def profile_of(name: str, **overrides: object) -> Profile:
    """The profile of a declared API. Overrides are the keys of a profile file; `options` is completed, not replaced."""
    options = overrides.pop("options", None) or {}
    if not isinstance(options, dict):
        raise TypeError("options is a dictionary")
    return profile_from({**overrides, "connector": "rest_api", "options": {"api": name, **options}}, name)
