"""How complaints end: outcome, causes, money, and what customers say afterwards. Only of complaints answered."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo import catalogue
from data_sources.demo.draws import Bools, Floats, Texts, choose, look_up, names, pick
from data_sources.demo.handling import PROMISE_DAYS, times
from data_sources.demo.workdays import Workdays, day_of


def decide(rng: np.random.Generator, frame: pd.DataFrame, until: date, workdays: Workdays) -> None:
    """Add outcome, causes, compensation and voice to a frame of censored complaints."""
    answered = frame["replied_at"].notna().to_numpy()
    frame["outcome"] = outcome = outcomes(rng, frame, answered)
    founded = np.isin(outcome, ("upheld", "partly"))
    frame["pretext"] = np.where(outcome == "rejected", choose(rng, catalogue.PRETEXTS, len(frame)), "")
    causes(rng, frame, founded)
    money(rng, frame, founded)
    voice(rng, frame, until, workdays)


def outcomes(rng: np.random.Generator, frame: pd.DataFrame, answered: Bools) -> Texts:
    """A motive's share upheld, a third of it in part; the dedicated recourse corrects one first answer in three."""
    upheld = look_up(catalogue.UPHELD_SHARE, frame["motive"].to_numpy(), default=0.48)
    upheld = np.where(frame["level"].to_numpy() > 1, 0.36, upheld)
    weights = np.column_stack([upheld * 0.67, upheld * 0.33, 0.93 - upheld, np.full(len(frame), 0.07)])
    drawn = names(("upheld", "partly", "rejected", "undecided"))[pick(rng, weights, np.arange(len(frame)))]
    return np.where(answered, drawn, "").astype(object)


def causes(rng: np.random.Generator, frame: pd.DataFrame, founded: Bools) -> None:
    """Both causes for most complaints upheld, one of them for a few more."""
    n = len(frame)
    width = len(next(iter(catalogue.CAUSES.values())))
    which = pick(rng, np.array([[5.0, 3.0, 2.0][:width]]), np.zeros(n, dtype=np.int64))
    table = {motive: names(listed) for motive, listed in catalogue.CAUSES.items()}
    cause = names(table[m][i] for m, i in zip(frame["motive"], which, strict=True))
    undetected = names(catalogue.NONDETECTION)[rng.integers(0, len(catalogue.NONDETECTION), n)]
    known = rng.random(n)
    frame["cause_occurrence"] = np.where(founded & (known < 0.91), cause, "")
    frame["cause_nondetection"] = np.where(founded & (known < 0.84), undetected, "")


def money(rng: np.random.Generator, frame: pd.DataFrame, founded: Bools) -> None:
    """In cents. Some claim; most of those upheld get part of it, and some who did not claim get a gesture."""
    n, disputed = len(frame), frame["invoice_dispute"].to_numpy() == "true"
    claims = rng.random(n) < np.where(disputed, 0.62, 0.14)
    claimed = np.rint(np.exp(rng.normal(np.log(46.0), 0.8, n)) * 100).astype(np.int64)
    part = np.where(frame["outcome"] == "upheld", rng.uniform(0.6, 1.0, n), rng.uniform(0.2, 0.6, n))
    gesture = rng.integers(1, 7, n) * 500
    granted = np.where(claims, np.rint(claimed * part).astype(np.int64), gesture)
    given = founded & (rng.random(n) < np.where(claims, 0.86, 0.22))
    frame["compensation_claimed"] = pd.array(np.where(claims, claimed, 0), dtype="Int64")
    frame["compensation_granted"] = pd.array(np.where(given, granted, 0), dtype="Int64")
    frame.loc[~claims, "compensation_claimed"] = pd.NA
    frame.loc[~given, "compensation_granted"] = pd.NA


def voice(rng: np.random.Generator, frame: pd.DataFrame, until: date, workdays: Workdays) -> None:
    """A survey three days after closing. The later the reply, the fewer answer and the less content they are."""
    n, closed = len(frame), times(frame, "closed_at")
    asked = closed + np.timedelta64(3, "D") < np.datetime64(until, "s")
    delay = np.where(asked, working_delay(frame, workdays), 0)
    share = np.select([delay <= 5, delay <= PROMISE_DAYS], [0.24, 0.20], 0.13)
    says = asked & (rng.random(n) < share)
    outcome = frame["outcome"].to_numpy()
    mood = 3.95 - 0.055 * np.minimum(delay, 25) - 0.45 * (delay > PROMISE_DAYS) - 0.75 * (outcome == "rejected")
    mood = mood + rng.normal(0, 0.85, n)
    frame["csat"] = scored(mood, 1, 5, says)
    frame["ces"] = scored(7.4 - mood + rng.normal(0, 0.9, n), 1, 7, says & (rng.random(n) < 0.7))
    frame["nps"] = scored(2.6 * mood - 2.3 + rng.normal(0, 1.4, n), 0, 10, says & (rng.random(n) < 0.8))
    frame["csat_scale"] = np.where(frame["csat"].notna(), "1-5", "")
    frame["ces_scale"] = np.where(frame["ces"].notna(), "1-7", "")


def working_delay(frame: pd.DataFrame, workdays: Workdays) -> Floats:
    """Working days from reception to the reply, where there is one."""
    received = times(frame, "received_at")
    replied = np.where(frame["replied_at"].notna(), times(frame, "replied_at"), received)
    return workdays.between(day_of(received), day_of(replied)).astype(np.float64)


def scored(value: Floats, low: int, high: int, given: Bools) -> pd.Series[int]:
    score = pd.Series(np.clip(np.rint(value), low, high), dtype="Int64")
    return score.mask(~given)
