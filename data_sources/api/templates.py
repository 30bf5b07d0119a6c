"""Templates of requests: `{name}` is replaced by its value. Judges no value; leaves nothing half-filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_NAME = re.compile(r"\{(\w+)\}")


def names_in(template: object) -> Iterator[str]:
    """Every name that a template of texts, lists and objects asks for."""
    if isinstance(template, str):
        yield from _NAME.findall(template)
    elif isinstance(template, Mapping):
        for each in template.values():
            yield from names_in(each)
    elif isinstance(template, list | tuple):
        for each in template:
            yield from names_in(each)


def fill(template: object, values: Mapping[str, object]) -> Any:  # noqa: ANN401
    """The template filled. A text that is one name alone keeps the value's type; what has no value is left out."""
    if isinstance(template, str):
        return _text(template, values)
    if isinstance(template, Mapping):
        filled = {key: fill(each, values) for key, each in template.items()}
        return {key: each for key, each in filled.items() if each is not None}
    if isinstance(template, list | tuple):
        return [fill(each, values) for each in template]
    return template


def _text(template: str, values: Mapping[str, object]) -> object:
    names = _NAME.findall(template)
    if template[1:-1] in names and template == f"{{{names[0]}}}":
        return values.get(names[0])
    if any(values.get(name) is None for name in names):
        return None
    return _NAME.sub(lambda match: str(values[match.group(1)]), template)
