"""Times things side by side in one run; what is reported is a ratio, because seconds belong to a machine."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 5


def side_by_side(rounds: int = ROUNDS, /, **contenders: Callable[[], object]) -> dict[str, float]:
    """The median seconds of each contender over rounds in which they take turns, after one turn to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, run in contenders.items():
            started = perf_counter()
            run()
            if turn:
                taken[name].append(perf_counter() - started)
    return {name: median(seconds) for name, seconds in taken.items()}


def report(title: str, seconds: dict[str, float], floor: str) -> None:
    """Print each contender as a multiple of the floor."""
    print(title)
    for name, taken in seconds.items():
        print(f"  {name:<28} {taken / seconds[floor]:6.2f} x {floor}   ({taken * 1000:.0f} ms here)")
