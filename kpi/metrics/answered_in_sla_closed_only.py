"""K04c: share within the promised time among the closed (reconciliation)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="answered_in_sla_closed_only",
    id="K04c",
    title=Text(
        fr="Part dans le délai parmi les closes (rapprochement)",
        en="Share within the promised time among the closed (reconciliation)",
    ),
    definition=Text(
        fr=(
            "Le chiffre habituel des outils de gestion : à l'heure / closes dans la période. Il oublie les "
            "réclamations ouvertes en retard ; il ne sert qu'à rapprocher notre chiffre du leur."
        ),
        en=(
            "The figure helpdesks usually print: on time / closed in the period. It forgets open overdue "
            "complaints; it is here only to reconcile our figure with theirs."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=RULE_CLOCK,
    cohort="closed",
    shape=Share(hit=nw.col("on_time"), counted=nw.col("judged")),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    sources=("D-02",),
)
