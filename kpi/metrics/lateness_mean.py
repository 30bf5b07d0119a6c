"""K09: mean lateness of the late."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Mean, Metric
from kpi.metrics._shared import JUDGING, NOT_JUDGED
from kpi.reasons import Either
from kpi.text import Text

METRIC = Metric(
    name="lateness_mean",
    id="K09",
    title=Text(fr="Retard moyen des réclamations en retard", en="Mean lateness of the late"),
    definition=Text(
        fr=(
            "Jours civils après l'échéance, en moyenne sur les réclamations en retard dont l'échéance tombe dans la "
            "période : jusqu'à la réponse, ou jusqu'à la date d'arrêté pour celles encore ouvertes, dont le retard "
            "grandit. Exclues et comptées : réponse datée d'avant la réception, hors engagement selon la règle."
        ),
        en=(
            "Calendar days past the due date, on average over the late complaints whose due date falls in the period: "
            "to the reply, or to the as-of date for those still open, whose lateness grows. Excluded and counted: "
            "replies dated before the reception, complaints outside the promise by the rule."
        ),
    ),
    unit="calendar_days",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="De l'échéance à l'envoi de la réponse, ou à la date d'arrêté, en jours civils",
        en="From the due date to the reply sent, or to the as-of date, in calendar days",
    ),
    cohort="due",
    shape=Mean(value="lateness", counted=nw.col("late"), interval=True),
    excluded=NOT_JUDGED,
    unavailable=Either(
        fr="aucun retard : pas de date de réponse, pas d'échéance, ou aucune réclamation en retard",
        en="no lateness: no reply date, no due date, or no late complaint",
        halves=JUDGING,
        otherwise=Text(fr="aucune réclamation n'est en retard", en="no complaint is late"),
    ),
    settles=False,
    sources=("D-02", "ARCEP"),
)
