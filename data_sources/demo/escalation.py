"""Second level (the dedicated recourse) and third (the mediator): complaints of their own that name their parent."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo.catalogue import LEVEL_TEAM
from data_sources.demo.draws import NEVER, Bools, Floats, choose
from data_sources.demo.handling import handle, times
from data_sources.demo.stories import Story
from data_sources.demo.workdays import Workdays, day_of, office_time

KEPT = (
    "motive", "sub_motive", "product", "severity", "region", "site", "customer_key", "customer_type", "profile",
    "vulnerable", "distributor", "invoice_dispute", "responsible_process", "kind",
)  # fmt: skip
LAG = {2: (2, 30), 3: (10, 45)}  # working days from a reply to the next level
CHANNELS = {2: {"letter": 45.0, "email": 32.0, "web": 23.0}, 3: {"letter": 50.0, "web": 50.0}}


def escalate(
    rng: np.random.Generator,
    frame: pd.DataFrame,
    n: int,
    level: int,
    until: date,
    workdays: Workdays,
    told: tuple[Story, ...],
) -> pd.DataFrame:
    """Up to `n` complaints of the next level; `parent` is the label of the row they come from."""
    lag = rng.integers(*LAG[level], len(frame))
    replied = times(frame, "replied_at")
    safe = np.where(np.isnat(replied), np.datetime64(until, "s"), replied)
    received = office_time(rng, workdays.add(day_of(safe), lag))
    weight = likelihood(frame, (received < np.datetime64(until, "s")) & ~np.isnat(replied))
    parents = rng.choice(len(frame), min(n, int((weight > 0).sum())), replace=False, p=weight / weight.sum())
    child = frame.iloc[parents][list(KEPT)].reset_index(drop=True)
    child["parent"] = frame.index.to_numpy()[parents]
    child["received_at"] = received[parents]
    child["level"] = level
    child["channel"] = choose(rng, CHANNELS[level], len(child))
    child["handler_team"] = LEVEL_TEAM[level]
    handle(rng, child, workdays, told)
    child["mediator_at"] = child["received_at"] if level == 3 else NEVER
    return child


def likelihood(frame: pd.DataFrame, possible: Bools) -> Floats:
    """Who goes further: those answered late, and never a remark or a request."""
    slow = (times(frame, "replied_at") - times(frame, "received_at")) > np.timedelta64(14, "D")
    return np.where(possible & (frame["kind"] == "complaint"), np.where(slow, 2.2, 1.0), 0.0)
