"""K04b: share within the promised time, upper bound."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="answered_in_sla_high",
    id="K04b",
    title=Text(
        fr="Part dans le délai, borne haute",
        en="Share within the promised time, upper bound",
    ),
    definition=Text(
        fr=(
            "Si toutes les réclamations en cours étaient répondues à temps : (à l'heure + en cours) / toutes les "
            "réclamations reçues dans la période et soumises à une échéance."
        ),
        en=(
            "If all running complaints were answered in time: (on time + running) / all complaints received in "
            "the period that have a due date."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=RULE_CLOCK,
    cohort="received",
    shape=Share(hit=nw.col("on_time") | nw.col("running"), counted=nw.col("judged")),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    settles=False,
    sources=("S1-12", "D-02"),
)
