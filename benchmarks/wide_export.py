"""An export for measuring: twenty columns, one of them text, all drawn from a seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data_sources.profile import Profile, parse_profile

PROFILE: Profile = parse_profile(
    """
    source: wide
    timezone: Europe/Paris
    date_formats: ["%Y-%m-%d %H:%M:%S"]
    canonical_headers: true
    personal: {verbatim: text}
    """
)
CATEGORIES = {
    "channel": ("letter", "email", "web", "phone"),
    "level": ("1", "2"),
    "motive": ("facture", "réseau", "livraison", "résiliation", "vente"),
    "sub_motive": ("montant", "délai", "coupure"),
    "severity": ("1", "2", "3"),
    "product": ("fibre", "mobile", "box"),
    "site": ("Paris", "Lyon", "Rouen", "Lille"),
    "region": ("Île-de-France", "Auvergne-Rhône-Alpes", "Normandie", "Hauts-de-France"),
    "customer_type": ("b2c", "b2b"),
    "handler_team": ("t1", "t2", "t3"),
    "csat": ("1", "2", "3", "4", "5", ""),
    "compensation_granted": ("0", "1000", "2500", ""),
}
TEXT = (
    "la box ne marche plus depuis panne du réseau et personne répond au téléphone malgré mes relances nombreuses, "
    "facture erreur remboursement technicien rendez-vous manqué"
)
OPEN, WORDS_A_TEXT = 0.05, 25


def write(path: Path, rows: int, seed: int = 1) -> None:
    """The same arguments give the same bytes. One text in three holds a comma, and is quoted."""
    dice = np.random.default_rng(seed)
    received = pd.Timestamp("2022-01-01") + pd.to_timedelta(np.sort(dice.integers(0, 1400 * 86_400, rows)), unit="s")
    replied = received + pd.to_timedelta(dice.integers(3_600, 40 * 86_400, rows), unit="s")
    closed = replied + pd.to_timedelta(dice.integers(60, 5 * 86_400, rows), unit="s")
    still = dice.random(rows) < OPEN
    columns = {
        "complaint_id": [f"R{number:08d}" for number in range(rows)],
        "received_at": received.astype("str"),
        "replied_at": np.where(still, "", replied.astype("str")),
        "closed_at": np.where(still, "", closed.astype("str")),
        "status": np.where(still, "ouverte", "close"),
        "outcome": np.where(still, "", dice.choice(["upheld", "rejected", "partly"], rows)),
        "csat_scale": "1-5",
        **{name: dice.choice(values, rows) for name, values in CATEGORIES.items()},
        "text": _texts(dice, rows),
    }
    pd.DataFrame(columns).to_csv(path, index=False, lineterminator="\n")


def _texts(dice: np.random.Generator, rows: int) -> list[str]:
    words = np.array(TEXT.split(), dtype=object)
    texts = (" ".join(one) for one in words[dice.integers(0, len(words), (rows, WORDS_A_TEXT))])
    return [text if place % 3 == 0 else text.replace(",", "") for place, text in enumerate(texts)]
