"""The operator's ground: regions, shops, and customers growing month by month."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data_sources.demo.draws import Floats, Texts, names
from data_sources.demo.stories import SILENT_SITE, first_day

# region -> share of the customers, yearly growth, complaints per customer against the mean, shops
REGIONS: dict[str, tuple[float, float, float, tuple[str, ...]]] = {
    "Auvergne-Rhône-Alpes": (0.125, 0.034, 0.96, ("Lyon Part-Dieu", "Lyon Bellecour", "Grenoble", "Clermont-Ferrand")),
    "Bourgogne-Franche-Comté": (0.042, 0.020, 0.94, ("Dijon", "Besançon")),
    "Bretagne": (0.055, 0.032, 0.90, ("Rennes", "Brest", "Vannes")),
    "Centre-Val de Loire": (0.038, 0.018, 0.97, ("Tours", "Orléans")),
    "Corse": (0.006, 0.025, 1.05, ("Ajaccio",)),
    "Grand Est": (0.082, 0.016, 1.00, ("Strasbourg", "Nancy", "Reims", "Metz")),
    "Hauts-de-France": (0.090, 0.020, 1.03, ("Lille Centre", "Lille Euratechnologies", "Amiens", "Valenciennes")),
    "Île-de-France": (0.196, 0.026, 1.08, ("Paris Opéra", "Paris Italie", "La Défense", "Créteil", "Versailles")),
    "Normandie": (0.050, 0.019, 0.98, (SILENT_SITE, "Caen", "Le Havre")),
    "Nouvelle-Aquitaine": (0.092, 0.036, 0.95, ("Bordeaux", "Limoges", "Pau", "Poitiers")),
    "Occitanie": (0.093, 0.040, 0.99, ("Toulouse Capitole", "Montpellier", "Nîmes", "Perpignan")),
    "Pays de la Loire": (0.056, 0.035, 0.92, ("Nantes", "Angers", "Le Mans")),
    "Provence-Alpes-Côte d'Azur": (0.075, 0.024, 1.06, ("Marseille Prado", "Nice", "Toulon", "Avignon")),
}
SITES: tuple[tuple[str, str], ...] = tuple((region, site) for region, row in REGIONS.items() for site in row[3])
CUSTOMERS_PER_COMPLAINT = 20  # about 1.4 complaints per 1,000 customers and month, whatever the size of the demo


def months(until: date) -> pd.PeriodIndex:
    """The months of the demo; the last one may be incomplete."""
    last = pd.Timestamp(until) - pd.Timedelta(days=1)
    return pd.period_range(pd.Period(first_day(until), freq="M"), last.to_period("M"), freq="M")


def customers(until: date, complaints: int) -> Floats:
    """Customers by month (rows) and region (columns), with a little unrest that is no chance draw."""
    share = np.array([row[0] for row in REGIONS.values()])
    growth = np.array([row[1] for row in REGIONS.values()])
    month = np.arange(len(months(until)))[:, None]
    wave = 1 + 0.002 * np.sin(month * 1.7 + np.arange(len(share)))
    base = complaints * CUSTOMERS_PER_COMPLAINT * share
    counts: Floats = np.maximum(1, np.rint(base * (1 + growth) ** (month / 12) * wave))
    return counts


def site_weights(until: date, complaints: int) -> Floats:
    """How many complaints each shop's customers bring, by month (rows) and shop (columns)."""
    base = customers(until, complaints) * np.array([row[2] for row in REGIONS.values()])
    columns = [base[:, r : r + 1] * shop_shares(len(row[3])) for r, row in enumerate(REGIONS.values())]
    return np.concatenate(columns, axis=1)


def shop_shares(shops: int) -> Floats:
    """The first shop of a region is its largest."""
    size = 1 / (np.arange(shops) + 2.5)
    shares: Floats = size / size.sum()
    return shares


def site_names() -> tuple[Texts, Texts]:
    """Region and shop of every column of `site_weights`."""
    return names(region for region, _ in SITES), names(site for _, site in SITES)
