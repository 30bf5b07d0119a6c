"""Who complains, when, about what and through which channel. Nothing here knows how the complaint is answered."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo import catalogue
from data_sources.demo.draws import Bools, Floats, Ints, Texts, Times, choose, look_up, names, pick, texts
from data_sources.demo.network import months, site_names, site_weights
from data_sources.demo.stories import BILLING, SLOW_TEAM, Story, day_span, first_day
from data_sources.demo.workdays import Workdays, day_number, midnight, weekday

REPEATS = 0.075  # complaints by a customer who already complained about the same thing


def complaints(
    rng: np.random.Generator, n: int, until: date, workdays: Workdays, told: tuple[Story, ...]
) -> pd.DataFrame:
    """`n` first-level complaints in the order of reception; `received_at` is local time."""
    days, motive = occasions(rng, n, until, workdays, told)
    region, site = places(rng, days, until, n, told)
    channel = channels(rng, days, until, workdays)
    frame = pd.DataFrame(
        {
            "received_at": arrival(rng, days, channel),
            "channel": channel,
            "motive": motive,
            "region": region,
            "site": site,
        }
    )
    frame = frame.sort_values("received_at", kind="stable", ignore_index=True)
    describe(rng, frame)
    identify(rng, frame)
    return frame


def occasions(
    rng: np.random.Generator, n: int, until: date, workdays: Workdays, told: tuple[Story, ...]
) -> tuple[Ints, Texts]:
    """Days and motives drawn together, because stories bend one motive on some days."""
    days = np.arange(day_number(first_day(until)), day_number(until))
    weights = day_load(days, workdays)[:, None] * np.array(list(catalogue.MOTIVES.values()))
    weights *= volume(days, "motive", names(catalogue.MOTIVES), told)
    cell = pick(rng, weights.reshape(1, -1), np.zeros(n, dtype=np.int64))
    day, motive = np.divmod(cell, len(catalogue.MOTIVES))
    return days[day], names(catalogue.MOTIVES)[motive]


def day_load(days: Ints, workdays: Workdays) -> Floats:
    """Week, year and growth together."""
    week = np.where(workdays.is_holiday(days), 6, weekday(days))
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    growth = (1 + catalogue.YEARLY_GROWTH) ** ((days - days[0]) / 365.25)
    load: Floats = np.array(catalogue.DAY_LOAD)[week] * np.array(catalogue.MONTH_LOAD)[month] * growth
    return load


def volume(days: Ints, column: str, values: Texts, told: tuple[Story, ...]) -> Floats:
    """What the stories multiply: days in rows, the values of `column` in columns."""
    factor = np.ones((len(days), len(values)))
    for story in told:
        if story.column == column and story.volume != 1:
            factor[np.ix_(day_span(story, days), values == story.value)] *= story.volume
    return factor


def places(rng: np.random.Generator, days: Ints, until: date, n: int, told: tuple[Story, ...]) -> tuple[Texts, Texts]:
    regions, sites = site_names()
    firsts = months(until).to_timestamp().to_numpy().astype("datetime64[D]")
    weights = site_weights(until, n) * volume(firsts.astype(np.int64), "site", sites, told)
    chosen = pick(rng, weights, np.searchsorted(firsts, days.astype("datetime64[D]"), side="right") - 1)
    return regions[chosen], sites[chosen]


def channels(rng: np.random.Generator, days: Ints, until: date, workdays: Workdays) -> Texts:
    """The mix drifts to the app in a straight line, and depends on what is open that day."""
    steps = 36
    drift = np.linspace(0, 1, steps)[:, None]
    mix = np.array(catalogue.CHANNEL_START) * (1 - drift) + np.array(catalogue.CHANNEL_END) * drift
    opened = np.array(list(catalogue.CHANNEL_DAYS.values()))
    weights = (mix[:, None, :] * opened[None, :, :]).reshape(steps * len(opened), -1)
    first, last = day_number(first_day(until)), day_number(until)
    step = (days - first) * steps // (last - first)
    closed = (weekday(days) == 6) | workdays.is_holiday(days)
    kind = np.where(closed, 2, np.where(weekday(days) == 5, 1, 0))
    return names(catalogue.CHANNELS)[pick(rng, weights, step * len(opened) + kind)]


def arrival(rng: np.random.Generator, days: Ints, channel: Texts) -> Times:
    """The time of day: with the post, in opening hours, or from six to eleven in the evening."""
    opens = look_up({"letter": 9, "counter": 9, "phone": 8}, channel, default=6) * 3600
    closes = look_up({"letter": 11, "counter": 19, "phone": 20}, channel, default=23) * 3600
    middle = (rng.random(len(days)) + rng.random(len(days))) / 2
    seconds = np.floor(opens + (closes - opens) * middle).astype("timedelta64[s]")
    moments: Times = midnight(days) + seconds
    return moments


def describe(rng: np.random.Generator, frame: pd.DataFrame) -> None:
    """What else is written down when the complaint comes in."""
    n, motive = len(frame), frame["motive"].to_numpy()
    frame["sub_motive"] = within(rng, motive, {m: dict(s) for m, s in catalogue.SUB_MOTIVES.items()})
    mix = {m: dict(zip(catalogue.PRODUCTS, w, strict=True)) for m, w in catalogue.PRODUCT_MIX.items()}
    frame["product"] = within(rng, motive, mix)
    severity = {m: catalogue.SEVERITY_MIX.get(m, catalogue.USUAL_SEVERITY) for m in catalogue.MOTIVES}
    named = {m: dict(zip(catalogue.SEVERITIES, w, strict=True)) for m, w in severity.items()}
    frame["severity"] = within(rng, motive, named)
    kinds = {"complaint": 0.965, "remark": 0.020, "request": 0.015}
    frame["kind"] = choose(rng, kinds, n)
    frame["distributor"] = choose(rng, catalogue.DISTRIBUTORS, n)
    disputed = look_up({BILLING: 0.70, catalogue.CANCELLATION: 0.15}, motive, default=0.01)
    frame["invoice_dispute"] = texts(rng.random(n) < disputed)
    own = names(catalogue.PROCESS[m] for m in motive)
    elsewhere = rng.random(n) < 0.14
    frame["responsible_process"] = np.where(elsewhere, choose(rng, catalogue.OTHER_PROCESSES, n), own)
    frame["handler_team"] = team(rng, motive, frame["region"].to_numpy())


def within(rng: np.random.Generator, keys: Texts, tables: dict[str, dict[str, float]]) -> Texts:
    """One name per key, from that key's own table of weights."""
    drawn = np.empty(len(keys), dtype=object)
    for key, table in tables.items():
        here = keys == key
        drawn[here] = choose(rng, table, int(here.sum()))
    return drawn


def team(rng: np.random.Generator, motive: Texts, region: Texts) -> Texts:
    """The regional team, or a national back office for its share of a motive; Toulouse keeps all of its own."""
    regional = names(catalogue.REGIONAL_TEAM[r] for r in region)
    for reason, (office, share) in catalogue.NATIONAL_TEAM.items():
        taken: Bools = (motive == reason) & (regional != SLOW_TEAM) & (rng.random(len(motive)) < share)
        regional[taken] = office
    return regional


def identify(rng: np.random.Generator, frame: pd.DataFrame) -> None:
    """Customers behind the complaints. A repeat is by the customer of one of the last few on the same thing there."""
    n = len(frame)
    own = pd.DataFrame(
        {
            "customer_key": [f"{key:016x}" for key in rng.integers(1 << 20, 1 << 62, n)],
            "customer_type": np.where((rng.random(n) < 0.08) | (frame["product"] == "Pro"), "business", "consumer"),
            "profile": choose(rng, catalogue.CUSTOMER_PROFILES, n),
            "vulnerable": texts(rng.random(n) < 0.031),
            "product": frame["product"],
        }
    )
    source = earlier(rng, frame)
    for column in own:
        frame[column] = own[column].to_numpy()[source]


def earlier(rng: np.random.Generator, frame: pd.DataFrame) -> Ints:
    """For every row the row whose customer it has: mostly itself."""
    n = len(frame)
    order = np.lexsort((np.arange(n), frame["motive"].astype(str), frame["site"].astype(str)))
    place = frame[["site", "motive"]].to_numpy()[order]
    back = np.arange(n) - np.minimum(rng.geometric(0.25, n), np.arange(n))
    repeats = (rng.random(n) < REPEATS) & (place == place[back]).all(axis=1)
    source = np.arange(n)
    source[repeats] = back[repeats]
    for _ in range(6):  # a customer may come back several times: follow the chain to its first complaint
        source = source[source]
    result = np.empty(n, dtype=np.int64)
    result[order] = order[source]
    return result
