"""What happens to a complaint after it came in, drawn to its end, whether or not that end is before the extract.

`censor` then hides what had not happened yet. The delay to the reply is drawn in working days.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo import catalogue
from data_sources.demo.draws import MINUTE, NEVER, Floats, Ints, Texts, Times, look_up, minutes
from data_sources.demo.stories import Story, day_span
from data_sources.demo.workdays import Workdays, day_of, midnight, office_time

SPREAD = 0.52  # of the logarithm of the delay
PROMISE_DAYS = 10  # the house promise, in working days
SLOWEST = 50
LATE_REGISTRATION = 0.012
STATUSES = ("nouvelle", "rouverte", "close", "répondue", "en attente client", "en cours")
MILESTONES = (
    "sent_at", "received_at", "registered_at", "acknowledged_at", "owned_at", "promise_made_at", "promised_at",
    "replied_at", "resolved_at", "closed_at", "reopened_at", "mediator_at", "last_event_at",
)  # fmt: skip


def handle(rng: np.random.Generator, frame: pd.DataFrame, workdays: Workdays, told: tuple[Story, ...]) -> None:
    """Add all milestones and the pauses."""
    received, channel = times(frame, "received_at"), frame["channel"].to_numpy()
    day = day_of(received)
    frame["sent_at"] = sent(rng, received, channel)
    frame["registered_at"] = registered = registration(rng, received, channel, workdays)
    reply, paused = reply_days(rng, frame, workdays, told)
    made, promised, reply = promises(rng, reply)
    owned = np.minimum(rng.geometric(0.55, len(frame)) - 1, reply)
    frame["acknowledged_at"] = acknowledgement(rng, received, registered, channel, workdays)
    taken = office_time(rng, workdays.add(day, owned))
    frame["owned_at"] = np.maximum(taken, registered + minutes(rng, 2, 25, len(frame)))
    replied = office_time(rng, workdays.add(day, reply))
    frame["replied_at"] = replied = np.maximum(replied, times(frame, "owned_at") + minutes(rng, 5, 60, len(frame)))
    frame["promise_made_at"] = np.where(made >= 0, office_time(rng, workdays.add(day, np.maximum(made, 1))), NEVER)
    frame["promised_at"] = np.where(made >= 0, evening(workdays.add(day, np.maximum(promised, 1))), NEVER)
    frame["paused_days"] = paused
    frame["mediator_at"] = NEVER
    finish(rng, frame, workdays)
    quiet = times(frame, "acknowledged_at") >= replied
    frame.loc[quiet, "acknowledged_at"] = NEVER


def times(frame: pd.DataFrame, column: str) -> Times:
    return frame[column].to_numpy().astype("datetime64[s]")


def evening(days: Ints) -> Times:
    moments: Times = midnight(days) + 18 * 60 * MINUTE
    return moments


def sent(rng: np.random.Generator, received: Times, channel: Texts) -> Times:
    """A letter was posted two to five days before; everything else is received when it is sent."""
    posted = received - rng.integers(2, 6, len(received)).astype("timedelta64[D]") + 5 * 60 * MINUTE
    return np.where(channel == "letter", posted, received)


def registration(rng: np.random.Generator, received: Times, channel: Texts, workdays: Workdays) -> Times:
    """At once, for letters and e-mail by the next working day, and for a few of them days or weeks late."""
    n = len(received)
    soon = received + minutes(rng, 1, 12, n)
    desk = np.isin(channel, ("letter", "email", "counter"))
    share = np.where(desk, 2.0, 0.5) * LATE_REGISTRATION
    late = rng.random(n) < share
    overnight = desk & (channel != "counter") & (rng.random(n) < 0.35)
    days = np.where(late, rng.integers(3, 22, n), 1)
    slow = office_time(rng, workdays.add(day_of(received), days))
    return np.where(late | overnight, np.maximum(slow, soon), soon)


def reply_days(
    rng: np.random.Generator, frame: pd.DataFrame, workdays: Workdays, told: tuple[Story, ...]
) -> tuple[Ints, Floats]:
    """Working days to the reply, and the calendar days of it that were spent waiting for the customer."""
    n, day = len(frame), day_of(times(frame, "received_at"))
    drawn = np.exp(rng.normal(np.log(median_days(frame, told)), SPREAD))
    reply = np.minimum(np.floor(drawn), SLOWEST).astype(np.int64)
    oral = np.isin(frame["channel"].to_numpy(), ("phone", "counter", "app")) & (frame["level"].to_numpy() == 1)
    reply[oral & (rng.random(n) < 0.17)] = 0
    waiting = (reply > 1) & (rng.random(n) < 0.07)
    paused = np.where(waiting, np.minimum(rng.geometric(0.35, n), reply), 0)
    reply = reply + paused * 5 // 7
    chased = (reply > PROMISE_DAYS) & (reply <= PROMISE_DAYS + 3) & (rng.random(n) < 0.22)
    reply[chased] = PROMISE_DAYS
    forgotten = rng.random(n) < 0.0012
    reply[forgotten] = rng.integers(40, 75, int(forgotten.sum()))
    known = workdays.between(day, day_of(times(frame, "registered_at")))
    after_hours = (times(frame, "received_at") - day.astype("datetime64[D]")) >= 17 * 60 * MINUTE
    earliest = np.maximum(known, (after_hours | ~workdays.is_working(day)).astype(np.int64))
    return np.maximum(reply, earliest), paused.astype(np.float64)


def median_days(frame: pd.DataFrame, told: tuple[Story, ...]) -> Floats:
    """Team, channel, severity, vulnerability, and what the stories do to a team."""
    team = frame["handler_team"].to_numpy()
    days = look_up(catalogue.TEAM_DAYS, team) * look_up(catalogue.CHANNEL_PACE, frame["channel"].to_numpy())
    days *= look_up({"critique": 0.84, "mineure": 1.03}, frame["severity"].to_numpy())
    days *= np.where(frame["vulnerable"].to_numpy() == "true", 0.93, 1.0)
    received = day_of(times(frame, "received_at"))
    for story in told:
        if story.delay != 1:
            days[(frame[story.column].to_numpy() == story.value) & day_span(story, received)] *= story.delay
    return days


def promises(rng: np.random.Generator, reply: Ints) -> tuple[Ints, Ints, Ints]:
    """Working day of the new promise (-1: none), the day promised, and the reply, which most promises bring forward."""
    n = len(reply)
    late = reply > PROMISE_DAYS
    promising = rng.random(n) < np.where(late, 0.42, np.where(reply > 6, 0.04, 0.0))
    in_time = rng.integers(4, PROMISE_DAYS + 1, n)
    made = np.where(late & (rng.random(n) < 0.20), rng.integers(PROMISE_DAYS + 1, PROMISE_DAYS + 4, n), in_time)
    promising &= made < reply
    promised = np.maximum(made + rng.integers(4, 11, n), PROMISE_DAYS + 2)
    kept = promising & (rng.random(n) < 0.70)
    return np.where(promising, made, -1), promised, np.where(kept, np.minimum(reply, promised), reply)


def acknowledgement(
    rng: np.random.Generator, received: Times, registered: Times, channel: Texts, workdays: Workdays
) -> Times:
    """Automatic for web and app; by hand for letters and e-mail; spoken, and rarely noted, otherwise."""
    n = len(received)
    automatic = np.isin(channel, ("web", "app")) & (rng.random(n) < 0.93)
    by_hand = office_time(rng, workdays.add(day_of(received), rng.geometric(0.70, n)))
    at_once = registered + minutes(rng, 1, 6, n)
    spoken = np.isin(channel, ("phone", "counter"))
    sent_out = np.where(automatic | spoken, at_once, np.maximum(by_hand, at_once))
    share = np.where(spoken, 0.88, 0.97)
    return np.where(rng.random(n) < share, sent_out, NEVER)


def finish(rng: np.random.Generator, frame: pd.DataFrame, workdays: Workdays) -> None:
    """Resolved with the reply or some days later, closed after that, and a few reopened."""
    n, replied = len(frame), times(frame, "replied_at")
    wait = np.where(rng.random(n) < 0.68, 0, rng.integers(1, 7, n))
    resolved = np.maximum(office_time(rng, workdays.add(day_of(replied), wait)), replied)
    wait = rng.geometric(0.5, n) - 1
    closed = np.maximum(office_time(rng, workdays.add(day_of(resolved), wait)), resolved + minutes(rng, 1, 20, n))
    again = office_time(rng, workdays.add(day_of(closed), rng.geometric(0.09, n)))
    frame["resolved_at"] = np.where(rng.random(n) < 0.95, resolved, NEVER)
    frame["closed_at"] = closed
    frame["reopened_at"] = np.where(rng.random(n) < 0.038, again, NEVER)


def censor(frame: pd.DataFrame, until: date) -> None:
    """Hide every event from `until` on. A date promised may lie ahead, when the promise itself does not."""
    end = np.datetime64(until, "s")
    for column in MILESTONES[:-1]:
        if column != "promised_at":
            frame[column] = np.where(times(frame, column) < end, times(frame, column), NEVER)
    replied = times(frame, "replied_at")
    made = times(frame, "promise_made_at")
    useless = np.isnat(made) | (made >= replied) | (made <= times(frame, "owned_at"))
    frame.loc[useless, ["promise_made_at", "promised_at"]] = NEVER
    past = [c for c in MILESTONES[:-1] if c != "promised_at"]
    frame["last_event_at"] = frame[past].max(axis=1)
    span = np.where(np.isnat(replied), end, replied) - times(frame, "received_at")
    frame["paused_days"] = np.minimum(frame["paused_days"], span // np.timedelta64(1, "D"))
    frame["status"] = status(frame, end)


def status(frame: pd.DataFrame, end: np.datetime64) -> Texts:
    """Where the complaint stands on the day of the extract."""
    seen = {name: ~np.isnat(times(frame, f"{name}_at")) for name in ("owned", "replied", "closed", "reopened")}
    recent = seen["reopened"] & (end - times(frame, "reopened_at") < np.timedelta64(15, "D"))
    waiting = seen["owned"] & (frame["paused_days"].to_numpy() > 0)
    cases = [recent, seen["closed"], seen["replied"], waiting, seen["owned"]]
    return np.select(cases, list(STATUSES[1:]), STATUSES[0]).astype(object)
