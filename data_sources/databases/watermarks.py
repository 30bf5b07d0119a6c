"""How far a source was read: the highest value of one of its own columns, never a clock of ours.

The next reading goes back by an overlap and takes what is equal too: nothing that was committed late, or in the same
second, is missed; what comes twice is recognised as unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import SourceError

OVERLAP_MINUTES = 10
FIRST_MOMENT = datetime(1800, 1, 1)
"""Before it nothing is a moment of a complaint: 0000-00-00, 44 BC, -infinity."""

_AHEAD = timedelta(days=1)
"""How far a moment may be ahead of the source's clock (in whatever zone) and still be where reading goes on from."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:([ T])(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?")
_WHOLE = re.compile(r"-?\d{1,20}")
"""As long as the longest of 64 bits without a sign: identifiers that are made of the clock have 18 or 19 digits."""
_NO_MOMENT = re.compile(r"|0000-.*|-?infinity.*|.* BC|\d{5,}-.*")
_Key = int | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """From where to read, as the driver takes it."""

    value: int | str | date | datetime

    @property
    def is_moment(self) -> bool:
        return not isinstance(self.value, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A value of the column: comparable, and the shape in which it was written."""

    key: _Key
    shape: tuple[str, str]


class Watermark:
    """The highest value seen so far, starting from that of the last import. `clock` is the source's, in UTC."""

    def __init__(self, column: str, source: str, clock: datetime, start: str | None = None) -> None:
        self.column = column
        self.source = source
        self.latest = clock + _AHEAD
        self.text = start
        self.ahead = 0
        self._best = None if start is None else _read(start)

    def take(self, texts: pa.Array) -> None:
        """The texts of the column in one batch. SourceError where they have no order one could go by."""
        for counted in pc.value_counts(texts.drop_null()).to_pylist():
            text = counted["values"]
            found = _read(text)
            if found is None:
                self._refuse_unless_empty(text)
            elif isinstance(found.key, datetime) and found.key > self.latest:
                self.ahead += counted["counts"]
            else:
                self._raise_to(found, text)

    def _raise_to(self, found: _Read, text: str) -> None:
        if self._best is None or self._comparable(found, text).key < found.key:  # type: ignore[operator]
            self._best, self.text = found, text

    def _comparable(self, found: _Read, text: str) -> _Read:
        """The best so far, if it is of the same kind."""
        best = self._best
        if best is None or not _alike(best, found):
            raise SourceError(
                f"{self.source}: the watermark '{self.column}' holds '{self.text}' and '{text}', which have no common "
                "order; name a column of one type, or convert it in a query."
            )
        return best

    def _refuse_unless_empty(self, text: str) -> None:
        if not _NO_MOMENT.fullmatch(text):
            raise SourceError(
                f"{self.source}: the watermark '{self.column}' holds '{text[:40]}', which is neither an ISO moment nor "
                "a whole number, so its order can't be relied on; name another column, or convert it in a query."
            )


def bound(text: str, typed: bool, overlap: int | None, zone: str) -> Bound:
    """Where to go on from after a watermark. `typed` says that the driver gives and takes moments of Python."""
    if _WHOLE.fullmatch(text):
        return Bound(value=int(text) - (overlap or 0))
    back = timedelta(minutes=OVERLAP_MINUTES if overlap is None else overlap)
    moment = datetime.fromisoformat(text).replace(microsecond=0)
    local = max(moment.replace(tzinfo=None), FIRST_MOMENT)
    from_here = max(local - back - _repeated(moment, zone), FIRST_MOMENT)
    if len(text) == len("2024-01-31"):
        return Bound(value=from_here.date() if typed else from_here.date().isoformat())
    if typed:
        return Bound(value=from_here.replace(tzinfo=moment.tzinfo))
    return Bound(value=_first_text(from_here, text[10]))


def _first_text(moment: datetime, parted: str) -> str:
    """The text that comes first of all that say this moment: where texts are compared, 10:00 is before 10:00:00."""
    return moment.isoformat(parted, "seconds" if moment.second else "minutes")


def source_clock(value: object) -> datetime:
    """What the database says the time is, naive and in UTC as far as it says its zone."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def is_typed(values: Sequence[object]) -> bool:
    """The driver gives moments as Python's own, and not as text."""
    return any(isinstance(value, date) for value in values)


def _read(text: str) -> _Read | None:
    if _WHOLE.fullmatch(text):
        return _Read(key=int(text), shape=("number", ""))
    parts = _MOMENT.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text) if parts else None
    except ValueError:
        return None
    if parts is None or moment is None:
        return None
    return _Read(key=_key(moment), shape=(parts[2] or "day", parts[4] or ""))


def _key(moment: datetime) -> datetime:
    """In UTC; as it is written at either end of the calendar, where UTC is outside of it."""
    try:
        return source_clock(moment)
    except OverflowError:
        return moment.replace(tzinfo=None)


def _alike(one: _Read, other: _Read) -> bool:
    """Written in one shape; offsets may differ by the hour of summer time, and must both be there or not."""
    (kind, offset), (other_kind, other_offset) = one.shape, other.shape
    if kind != other_kind or bool(offset) != bool(other_offset):
        return False
    return offset == other_offset or abs(_offset(offset) - _offset(other_offset)) <= timedelta(hours=1)


def _offset(text: str) -> timedelta:
    found = datetime.fromisoformat(f"2000-01-01T00:00{text}").utcoffset()
    return found or timedelta(0)


def _repeated(moment: datetime, zone: str) -> timedelta:
    """The hour that clocks go through twice in autumn: what was written then may come with a smaller time."""
    if moment.tzinfo is not None and not moment.utcoffset():
        return timedelta(0)
    local, here = moment.replace(tzinfo=None), ZoneInfo(zone)
    first, second = (local.replace(tzinfo=here, fold=fold).utcoffset() for fold in (0, 1))
    return max((first or timedelta(0)) - (second or timedelta(0)), timedelta(0))
