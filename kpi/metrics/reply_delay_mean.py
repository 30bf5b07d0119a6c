"""K08: mean reply delay of the closed."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Mean, Metric
from kpi.metrics._shared import COMPLAINT_WITH_DELAY, NO_REPLY, REPLY_CLOCK, WITHOUT_DELAY
from kpi.text import Text

METRIC = Metric(
    name="reply_delay_mean",
    id="K08",
    title=Text(
        fr="Délai de réponse moyen des closes",
        en="Mean reply delay of the closed",
    ),
    definition=Text(
        fr=(
            "Moyenne des délais de réponse des réclamations closes dans la période et répondues. Elle ignore les "
            "réclamations encore ouvertes : à lire à côté de la médiane."
        ),
        en=(
            "Mean reply delay of the complaints closed in the period that have a reply. It ignores those still "
            "open: read it beside the median."
        ),
    ),
    unit="days",
    better="down",
    kinds=("KPI",),
    clock=REPLY_CLOCK,
    cohort="closed",
    shape=Mean(value="delay_{unit}", counted=COMPLAINT_WITH_DELAY & nw.col("answered")),
    excluded=WITHOUT_DELAY | ~nw.col("answered"),
    unavailable=NO_REPLY,
    sources=("D-02",),
)
