"""K12: due within 5 days."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_BE_OVERDUE, NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="due_soon",
    id="K12",
    title=Text(
        fr="Échéances dans les 5 jours",
        en="Due within 5 days",
    ),
    definition=Text(
        fr=("Réclamations ouvertes dont l'échéance est le jour même ou dans les cinq jours civils qui suivent."),
        en="Open complaints whose due date is the day itself or within the five calendar days after it.",
    ),
    unit="complaints",
    better="down",
    kinds=("KRI",),
    clock=RULE_CLOCK,
    cohort="stock",
    shape=Stock.once(
        enter=nw.max_horizontal(nw.col("received"), nw.col("due") - 5),
        leave=nw.min_horizontal(nw.col("out"), nw.col("due") + 1),
        counted=CAN_BE_OVERDUE,
    ),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    sources=("S2-03",),
)
