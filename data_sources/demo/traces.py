"""What handling leaves in the record: who can be reached, what was suggested, changes of hands and of priority.

Drawn after everything else and apart from it: these columns came later, and the others are what they were.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo import catalogue
from data_sources.demo.draws import Floats, look_up, texts
from data_sources.demo.handling import times
from data_sources.demo.workdays import Workdays, day_number, day_of

COLUMNS = ("has_contact", "has_suggestion", "external_provider", "handoffs", "reprioritised")
MOST_HANDOFFS = 6
REACHED = {"letter": 0.985, "email": 0.995, "web": 0.99, "phone": 0.95, "counter": 0.93, "app": 0.985}
SUGGESTING = {"complaint": 0.06, "remark": 0.45, "request": 0.04}


def leave(rng: np.random.Generator, frame: pd.DataFrame, until: date, workdays: Workdays) -> None:
    """Add COLUMNS to a frame of censored complaints. A remark leaves no address; what is slow changes hands."""
    n, kind = len(frame), frame["kind"].to_numpy()
    reached = rng.random(n) < look_up(REACHED, frame["channel"].to_numpy())
    frame["has_contact"] = texts(reached & (kind != "remark"))
    frame["has_suggestion"] = texts(rng.random(n) < look_up(SUGGESTING, kind))
    frame["external_provider"] = texts(frame["responsible_process"].isin(catalogue.EXTERNAL_PROCESSES).to_numpy())
    frame["handoffs"] = np.minimum(rng.poisson(0.12 + 0.055 * waited(frame, until, workdays)), MOST_HANDOFFS)
    critical = frame["severity"].to_numpy() == "critique"
    frame["reprioritised"] = texts(rng.random(n) < np.where(critical, 0.10, 0.036))


def waited(frame: pd.DataFrame, until: date, workdays: Workdays) -> Floats:
    """Working days from the reception to the reply, or to the extract."""
    received, replied = day_of(times(frame, "received_at")), frame["replied_at"].notna().to_numpy()
    ends = np.where(replied, day_of(np.where(replied, times(frame, "replied_at"), times(frame, "received_at"))), 0)
    return workdays.between(received, np.where(replied, ends, day_number(until) - 1)).astype(np.float64)
