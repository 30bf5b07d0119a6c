"""Open complaints that nothing has happened to for two weeks (S2-03)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_LEAVE, CANNOT_LEAVE, NO_LEAVING
from kpi.text import Text

QUIET_DAYS = 14
EVENTS = ("received", "registered", "acknowledged", "owned", "promise_made", "resolved", "last_event")


def _spells() -> tuple[tuple[nw.Expr, nw.Expr], ...]:
    """The quiet days after each event: until the next one, or the leaving. Of several on a day the first tells."""
    days = [nw.max_horizontal(nw.col("received"), nw.col(name)) for name in EVENTS]
    return tuple(_spell(days, place) for place in range(len(days)))


def _spell(days: list[nw.Expr], place: int) -> tuple[nw.Expr, nw.Expr]:
    own, others = days[place], [day for other, day in enumerate(days) if other != place]
    first = nw.all_horizontal(*(day != own for day in days[:place]), nw.col("complaint"), ignore_nulls=True)
    ended = nw.min_horizontal(nw.col("out"), *(nw.when(day > own).then(day) for day in others))
    return nw.when(first).then(own + QUIET_DAYS + 1), nw.when(first).then(ended)


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
    shape=Stock(spells=_spells(), counted=CAN_LEAVE),
    excluded=CANNOT_LEAVE,
    unavailable=NO_LEAVING,
    settles=False,
    version="2",
    sources=("S2-03",),
)
