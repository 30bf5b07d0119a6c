"""Share of complaints that got a reply at all (S1-12)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import JUDGED, NO_REPLY_DATE, NOT_JUDGED
from kpi.text import Text

METRIC = Metric(
    name="reply_rate",
    id="S1-12",
    title=Text(fr="Taux de réponse", en="Reply rate"),
    definition=Text(
        fr=(
            "Réclamations répondues, à l'heure ou non / réclamations dont l'échéance tombe dans la période, répondues "
            "ou dont l'échéance est passée à la date d'arrêté. Une clôture sans réponse n'est pas une réponse. Exclues "
            "et comptées : hors engagement selon la règle (comme les factures contestées), réponse datée d'avant la "
            "réception."
        ),
        en=(
            "Complaints answered, on time or not / complaints whose due date falls in the period, answered or past it "
            "at the as-of date. Closing without a reply is no reply. Excluded and counted: complaints outside the "
            "promise by the rule (such as disputed invoices), replies dated before the reception."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KCI"),
    clock=Text(
        fr="Réponse envoyée au plus tard à la date d'arrêté, quelle qu'en soit la date",
        en="Reply sent by the as-of date, however late",
    ),
    cohort="due",
    shape=Share(hit=nw.col("answered"), counted=JUDGED),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    settles=False,
    sources=("S1-12", "S1-18"),
)
