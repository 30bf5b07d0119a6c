"""What a control chart is: points with limits of their own, in segments. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kpi.spc.history import Annotation, Rebase

FEWEST, ENOUGH = 2, 12


class Kind(Enum):
    """Which chart, by what is counted; a prime marks limits widened by the spread between periods (Laney)."""

    XMR = "XmR"
    P = "p"
    P_PRIME = "p′"
    U = "u"
    U_PRIME = "u′"
    C = "c"
    T = "t"
    G = "g"


class Rule(Enum):
    """Why a point is a signal."""

    OUTSIDE = "outside the limits"
    SHIFT = "seven points on one side of the mean"
    TREND = "seven points rising or falling"
    NEAR_LIMIT = "two of three points near a limit"


class Side(Enum):
    """The direction of a signal."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value with the limits of its own period; `rule` and `side` are None where it varies as usual."""

    period: str
    value: float
    center: float
    lower: float
    upper: float
    rule: Rule | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The points from one rebase to the next. A single point has no limits: its lower and upper are infinite."""

    kind: Kind
    points: tuple[Point, ...]
    rebase: Rebase | None = None

    @property
    def bounded(self) -> bool:
        """Whether there are points enough for any limits."""
        return len(self.points) >= FEWEST

    @property
    def trial(self) -> bool:
        """Whether there are too few points for limits to be trusted: fewer than 12."""
        return len(self.points) < ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A series in segments. `center`, `lower` and `upper` are the last point's, which a target is held against."""

    segments: tuple[Segment, ...]
    annotations: tuple[Annotation, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """All points in order of time."""
        return tuple(point for segment in self.segments for point in segment.points)

    @property
    def last(self) -> Segment:
        """The segment that ends the series: the process as it is now."""
        return self.segments[-1]

    @property
    def kind(self) -> Kind:
        """The kind of the last segment."""
        return self.last.kind

    @property
    def center(self) -> float:
        """The centre line at the last point."""
        return self.last.points[-1].center

    @property
    def lower(self) -> float:
        """The lower limit at the last point."""
        return self.last.points[-1].lower

    @property
    def upper(self) -> float:
        """The upper limit at the last point."""
        return self.last.points[-1].upper

    @property
    def trial(self) -> bool:
        """Whether the last segment's limits are provisional."""
        return self.last.trial
