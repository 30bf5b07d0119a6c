"""Bars with their title and finding, as tall as their number asks for. Shows; decides nothing."""

from __future__ import annotations

from charts.ranking import Bar, ranking
from ui import show

EACH, LEAST = 58, 90


def bars(title: str, finding: str, shown: tuple[Bar, ...], key: str) -> None:
    """Title, finding and bars; without bars, the finding says why."""
    show.heading(title, finding, show.Tone.NEUTRAL if shown else show.Tone.NONE)
    unheaded(shown, key, f"{title}, {finding}")


def unheaded(shown: tuple[Bar, ...], key: str, alt: str) -> None:
    """The bars alone, if there are any."""
    if shown:
        show.plot(ranking(shown, show.SCREEN, height=max(LEAST, EACH * len(shown))), key, alt)
