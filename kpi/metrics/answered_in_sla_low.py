"""K04b: share within the promised time, lower bound."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="answered_in_sla_low",
    id="K04b",
    title=Text(
        fr="Part dans le délai, borne basse",
        en="Share within the promised time, lower bound",
    ),
    definition=Text(
        fr=(
            "Si aucune des réclamations en cours n'était répondue à temps : à l'heure / toutes les réclamations "
            "reçues dans la période et soumises à une échéance."
        ),
        en=(
            "If none of the running complaints were answered in time: on time / all complaints received in the "
            "period that have a due date."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=RULE_CLOCK,
    cohort="received",
    shape=Share(hit=nw.col("on_time"), counted=nw.col("judged")),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    settles=False,
    sources=("S1-12", "D-02"),
)
