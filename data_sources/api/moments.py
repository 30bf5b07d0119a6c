"""The source's own clock: when a record was last changed, and how the next request names that moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data_sources.api.spec import Epoch

_FORMATS = {"iso": "%Y-%m-%dT%H:%M:%SZ"}
_LOCAL_HOURS = timedelta(hours=2)
_AHEAD = timedelta(days=1)
_FIRST = datetime(1970, 1, 2)


def read_moment(value: object, epoch: Epoch | None = None) -> datetime | None:
    """A moment, in UTC where the text says its offset and as the text says it where it doesn't; None if unreadable."""
    try:
        if epoch:
            return from_epoch(value, epoch)
        found = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return found.astimezone(UTC).replace(tzinfo=None) if found and found.tzinfo else found
    except (ValueError, OverflowError, OSError):
        return None


def from_epoch(value: object, epoch: Epoch) -> datetime:
    """ValueError or OverflowError where it is no such number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("no number")
    size = 1000 if epoch == "milliseconds" else 1
    whole, rest = divmod(int(value), size)
    return datetime(1970, 1, 1) + timedelta(seconds=whole, microseconds=rest * (1_000_000 // size))


def is_local(value: object) -> bool:
    """The text says no offset: when clocks go back, an hour comes twice."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value.strip()).tzinfo is None
    except ValueError:
        return False


def write_since(moment: datetime, written: str) -> str | int:
    """The moment as the API wants to be asked: `iso`, `epoch`, `epoch_ms`, or a format of strftime. Never later."""
    if written in ("epoch", "epoch_ms"):
        return (moment - datetime(1970, 1, 1)) // timedelta(milliseconds=1 if written == "epoch_ms" else 1000)
    return moment.strftime(_FORMATS.get(written, written))


def rewound(moment: datetime, overlap_minutes: int, *, local: bool) -> datetime:
    """Where the next pull begins: some minutes earlier, and hours where the source's clock may have gone back."""
    overlap = timedelta(minutes=overlap_minutes)
    back = max(overlap, _LOCAL_HOURS) if local else overlap
    return moment - min(back, moment - datetime.min)


def believable(moment: datetime | None) -> bool:
    """Not days ahead of every clock: one such record would hide all that changes until then. Nor before any clock:
    0001-01-01 stands for none, and no API could be asked for what changed since."""
    return moment is not None and _FIRST <= moment <= datetime.now(UTC).replace(tzinfo=None) + _AHEAD
