"""What the operator decided and noted: corrective actions, two of them with a story behind, and annotations."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from data_sources.demo.catalogue import EQUIPMENT
from data_sources.demo.stories import (
    ADVICE,
    BILLING,
    BILLING_TEAM,
    DELIVERY,
    INSTALLATION,
    SLOW_TEAM,
    actions,
    billing,
    month_before,
    next_monday,
)

TELLING = ("reference", "title", "kind", "owner", "decided", "due", "done", "dimension", "value")
NOTED = ("day", "text", "author", "dimension", "value")


def decided(until: date) -> pd.DataFrame:
    """The corrective actions known on `until`: done in time and late, overdue, and open."""
    march, surge = actions(until)[0].start, billing(until)[0].start
    before = {months: next_monday(month_before(until, months)) for months in (4, 6, 9, 11, 14)}
    days = timedelta
    rows = (
        ("AC-01", "Confirmer les rendez-vous d'installation par SMS la veille", "process", "Planification",
         march - days(40), march, march, "motive", INSTALLATION),
        ("AC-02", "Script de rappel pour les réclamations de livraison", "procedure", "Relation client",
         march - days(33), march, march, "motive", DELIVERY),
        ("AC-03", "Remplacer le lot de box défectueuses", "product", "Achats",
         before[14], before[11], before[11] + days(38), "motive", EQUIPMENT),
        ("AC-04", "Mettre à jour la documentation des conseillers", "procedure", "Formation",
         before[9], before[6], before[6] - days(12), "motive", ADVICE),
        ("AC-05", "Recruter et former quatre chargés de réclamation à Toulouse", "process", "Ressources humaines",
         before[4], until - days(30), None, "handler_team", SLOW_TEAM),
        ("AC-06", "Contrôler chaque cycle de facturation avant l'envoi", "procedure", BILLING_TEAM,
         surge + days(14), until + days(45), None, "motive", BILLING),
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(TELLING))


def noted(until: date) -> pd.DataFrame:
    """What is known of some days: the cause of the billing incident and its end, and when the text messages began."""
    march, surge = actions(until)[0], billing(until)[0]
    mended = surge.start + timedelta(days=21)
    rows = (
        (surge.start, "Incident de facturation : un cycle est parti avec des montants faux", BILLING_TEAM, BILLING),
        (mended, "Incident de facturation : les factures sont corrigées et renvoyées", BILLING_TEAM, BILLING),
        (march.start, "Rendez-vous confirmés par SMS la veille", "Planification", INSTALLATION),
    )
    table = pd.DataFrame(rows, columns=["day", "text", "author", "value"])
    return table.assign(dimension="motive")[list(NOTED)]
