"""What the figures refuse, in one sentence: what, where, the nearest match."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KpiError(ValueError):
    """A question that can't be answered as asked: unknown metric, dimension, rule set, period."""


def unknown(kind: str, name: str, known: Iterable[str]) -> KpiError:
    """The error for a name that doesn't exist, with the nearest that does."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"nearest: '{near[0]}'" if near else f"known: {', '.join(names)}"
    return KpiError(f"no {kind} '{name}'; {hint}.")
