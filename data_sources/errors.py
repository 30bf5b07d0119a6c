"""The one error of this package: a sentence that says what, where, the nearest match and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

_SHOWN = 80


class SourceError(Exception):
    """An export or a profile cannot be used; the message is one sentence for the person who has to act."""


def unreadable(path: Path, error: Exception) -> SourceError:
    """Why the system does not let a file be read, in one sentence."""
    reason = " ".join(str(getattr(error, "strerror", None) or error).split())
    shown = path.name if len(path.name) <= _SHOWN else path.name[:_SHOWN] + "…"
    return SourceError(f"{shown} cannot be read: {reason}; check its name and its permissions.")


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names closest to `name`, ignoring case; best first."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    return [folded[match] for match in get_close_matches(name.casefold(), folded, n=limit, cutoff=0.5)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`nearest: a, b`, or what there is when nothing is near."""
    names = list(known)
    close = nearest(name, names)
    if close:
        return f"nearest: {', '.join(close)}"
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"there is: {shown}" if shown else "there is none"
