"""K10: open complaints."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_LEAVE, CANNOT_LEAVE, NO_LEAVING
from kpi.text import Text

METRIC = Metric(
    name="backlog",
    id="K10",
    title=Text(
        fr="Réclamations ouvertes",
        en="Open complaints",
    ),
    definition=Text(
        fr=(
            "Réclamations reçues et ni répondues ni closes, à la fin de la période ou à la date d'arrêté si elle "
            "vient avant."
        ),
        en=(
            "Complaints received and neither answered nor closed, at the end of the period or at the as-of date "
            "if that comes first."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="État à la fin de la journée",
        en="State at the end of the day",
    ),
    cohort="stock",
    shape=Stock.once(enter=nw.col("received"), leave=nw.col("out"), counted=CAN_LEAVE),
    excluded=CANNOT_LEAVE,
    unavailable=NO_LEAVING,
    sources=("S2-03", "D-02"),
)
