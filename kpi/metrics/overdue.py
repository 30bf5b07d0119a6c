"""K10: open complaints past their due date."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import AFTER_DUE, CAN_BE_OVERDUE, NO_REPLY_DATE, NOT_JUDGED, RULE_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="overdue",
    id="K10",
    title=Text(
        fr="Ouvertes en retard",
        en="Open and overdue",
    ),
    definition=Text(
        fr=(
            "Réclamations ouvertes (ni répondues ni closes) dont l'échéance est passée, à la fin de la période ou"
            " à la date d'arrêté si elle vient avant."
        ),
        en=(
            "Open complaints (neither answered nor closed) whose due date is past, at the end of the period or at"
            " the as-of date if that comes first."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KRI",),
    clock=RULE_CLOCK,
    cohort="stock",
    shape=Stock.once(enter=AFTER_DUE, leave=nw.col("out"), counted=CAN_BE_OVERDUE),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    sources=("S2-03", "S1-20"),
)
