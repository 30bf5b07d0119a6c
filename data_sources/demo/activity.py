"""What the operator does month by month, which its complaints are compared with: customers, contacts, deliveries."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo import catalogue
from data_sources.demo.draws import Floats, Ints, Texts, names
from data_sources.demo.network import REGIONS, customers, months

SUBSCRIBED = 0.87  # of the customers: the others are prepaid
CONTACTS, DELIVERED, SOLD, SHIPPED = 0.18, 0.045, 0.030, 0.050  # per customer and month
INTERNAL = 0.00075  # defects found inside, per customer and month
DEFECTIVE, MISDIRECTED = 0.0042, 0.0016  # of what is sold, of what is shipped
CONTACT_START = (0.03, 0.11, 0.19, 0.48, 0.08, 0.11)
CONTACT_END = (0.02, 0.09, 0.18, 0.39, 0.07, 0.25)
SALES_LOAD = (0.96, 0.88, 0.95, 0.93, 0.95, 1.00, 0.98, 0.84, 1.06, 1.03, 1.12, 1.30)
COLUMNS = ("period", "region", "channel", "measure", "count")


def exposure(rng: np.random.Generator, until: date, complaints: int) -> pd.DataFrame:
    """One row per month and measure; customers and subscribers by region, contacts by channel.

    Customers are known in every month; what was done in a month is known once it is over.
    """
    known, base = months(until), customers(until, complaints)
    over = known[known.end_time < pd.Timestamp(until)]
    size = base.sum(axis=1)[: len(over)]
    season = np.array(SALES_LOAD)[over.month.to_numpy() - 1]
    sold, shipped = (rng.poisson(size * season * share) for share in (SOLD, SHIPPED))
    done = {
        "deliveries": rng.poisson(size * season * DELIVERED),
        "sold": sold,
        "defective": rng.binomial(sold, DEFECTIVE),
        "shipped": shipped,
        "shipping_errors": rng.binomial(shipped, MISDIRECTED),
        "internal_defects": rng.poisson(size * INTERNAL),
    }
    parts = [
        long(known, "customers", base, "region", names(REGIONS)),
        long(known, "subscribers", np.rint(base * SUBSCRIBED), "region", names(REGIONS)),
        long(over, "contacts", contacts(rng, size * CONTACTS), "channel", names(catalogue.CHANNELS)),
        *(long(over, measure, counts[:, None]) for measure, counts in done.items()),
    ]
    return pd.concat(parts, ignore_index=True).reindex(columns=list(COLUMNS))


def contacts(rng: np.random.Generator, amount: Floats) -> Ints:
    """By month (rows) and channel: customers write and call less, and use the app more, in a straight line."""
    drift = np.linspace(0, 1, len(amount))[:, None]
    mix = np.array(CONTACT_START) * (1 - drift) + np.array(CONTACT_END) * drift
    return rng.poisson(amount[:, None] * mix)


def long(
    known: pd.PeriodIndex, measure: str, counts: Floats | Ints, column: str = "", values: Texts | None = None
) -> pd.DataFrame:
    """Counts by month (rows) and value of a column (columns), one row each."""
    periods = known.strftime("%Y-%m").to_numpy(dtype=object)
    table = {"period": np.repeat(periods, counts.shape[1]), "measure": measure, "count": counts.ravel().astype("int64")}
    return pd.DataFrame(table if values is None else {**table, column: np.tile(values, len(periods))})
