"""Open complaints that nothing has happened to for two weeks (S2-03)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_LEAVE, CANNOT_LEAVE, NO_LEAVING
from kpi.text import Text

QUIET_DAYS = 14

METRIC = Metric(
    name="forgotten",
    id="S2-03",
    title=Text(fr="Peut-être oubliées", en="Perhaps forgotten"),
    definition=Text(
        fr=(
            f"Réclamations ouvertes sans aucun événement connu depuis plus de {QUIET_DAYS} jours civils : "
            "ni réception, ni accusé, ni prise en charge, ni promesse, ni autre mise à jour."
        ),
        en=(
            f"Open complaints without any known event for more than {QUIET_DAYS} calendar days: no reception, "
            "acknowledgement, taking in charge, promise or other update."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KRI",),
    clock=Text(fr="Jours civils depuis le dernier événement connu", en="Calendar days since the last known event"),
    cohort="stock",
    shape=Stock(
        enter=nw.max_horizontal(nw.col("received"), nw.col("last_event")) + QUIET_DAYS + 1,
        leave=nw.col("out"),
        counted=CAN_LEAVE,
    ),
    excluded=CANNOT_LEAVE,
    unavailable=NO_LEAVING,
    sources=("S2-03",),
)
