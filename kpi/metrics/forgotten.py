"""Open complaints that nothing has happened to for two weeks (S2-03)."""

from __future__ import annotations

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_LEAVE, CANNOT_LEAVE, NO_LEAVING
from kpi.quiet import quiet_spells
from kpi.text import Text

QUIET_DAYS = 14
EVENTS = ("received", "registered", "acknowledged", "owned", "promise_made", "resolved", "last_event")

METRIC = Metric(
    name="forgotten",
    id="S2-03",
    title=Text(fr="Peut-être oubliées", en="Perhaps forgotten"),
    definition=Text(
        fr=(
            f"Réclamations ouvertes sans aucun événement connu depuis plus de {QUIET_DAYS} jours civils : "
            "ni réception, ni accusé, ni prise en charge, ni promesse, ni autre mise à jour. À la fin d'une période "
            "passée, une mise à jour qu'une plus récente a remplacée dans l'export n'est plus connue."
        ),
        en=(
            f"Open complaints without any known event for more than {QUIET_DAYS} calendar days: no reception, "
            "acknowledgement, taking in charge, promise or other update. At the end of a past period, an update that a "
            "later one replaced in the export is no longer known."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KRI",),
    clock=Text(fr="Jours civils depuis le dernier événement connu", en="Calendar days since the last known event"),
    cohort="stock",
    shape=Stock(spells=quiet_spells(EVENTS, QUIET_DAYS), counted=CAN_LEAVE),
    excluded=CANNOT_LEAVE,
    unavailable=NO_LEAVING,
    settles=False,
    version="2",
    sources=("S2-03",),
)
