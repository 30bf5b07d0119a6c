"""K04: share answered within the promised time."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import JUDGED, NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="answered_in_sla",
    id="K04",
    title=Text(
        fr="Part répondue dans le délai promis",
        en="Share answered within the promised time",
    ),
    definition=Text(
        fr=(
            "À l'heure / (à l'heure + en retard), pour les réclamations dont l'échéance tombe dans la période et "
            "au plus tard à la date d'arrêté. Une réclamation ouverte dont l'échéance est passée est en retard ; "
            "une clôture sans réponse n'arrête pas le délai. Exclues et comptées : réponse datée d'avant la "
            "réception, hors engagement selon la règle."
        ),
        en=(
            "On time / (on time + late), for complaints whose due date falls in the period and no later than the "
            "as-of date. An open complaint past its due date is late; closing without a reply doesn't stop the "
            "clock. Excluded and counted: replies dated before the reception, complaints outside the promise by "
            "the rule."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KRI"),
    clock=RULE_CLOCK,
    cohort="due",
    shape=Share(hit=nw.col("on_time"), counted=JUDGED),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    sources=("S1-10", "S1-20", "D-02"),
)
