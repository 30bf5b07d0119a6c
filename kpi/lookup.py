"""Finding a metric by any of its words, and the days that a calendar leaves out. Computes no figure."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import numpy as np

from kpi.calendars import FIRST, Calendar
from kpi.catalog import metrics
from kpi.dictionary import told
from kpi.metric import Metric


def search(text: str) -> tuple[Metric, ...]:
    """The metrics that hold every word asked for, in either language, whatever its accents; all where none is asked."""
    asked = _plain(text).split()
    return tuple(metric for metric in metrics().values() if all(word in _words(metric) for word in asked))


def _words(metric: Metric) -> str:
    texts = (metric.title, metric.definition)
    both = (text.in_(language) for text in texts for language in ("fr", "en"))
    return _plain(" ".join([metric.id, metric.name, *both, *told(metric, "fr").values(), *told(metric, "en").values()]))


def _plain(text: str) -> str:
    """Without accents, capitals or curved apostrophes."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def days_off(calendar: Calendar, year: int) -> tuple[date, ...]:
    """The public holidays and closures of a year."""
    first, last = (date(year, 1, 1) - FIRST).days, (date(year, 12, 31) - FIRST).days
    return tuple(
        FIRST + timedelta(days=first + int(place)) for place in np.flatnonzero(calendar.days_off()[first : last + 1])
    )
