"""The words of the page being shown."""

from __future__ import annotations

from charts.words import Words
from ui import state


def words() -> Words:
    """In the language of the address, else of the browser."""
    return Words(state.chosen_language())
