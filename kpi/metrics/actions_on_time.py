"""K21: corrective actions done on time."""

from __future__ import annotations

from kpi.actions import NO_ACTION
from kpi.metric import Acted, Metric
from kpi.text import Text

METRIC = Metric(
    name="actions_on_time",
    id="K21",
    title=Text(fr="Actions réalisées à temps", en="Actions done on time"),
    definition=Text(
        fr=(
            "Actions correctives réalisées au plus tard à leur échéance / actions dont l'échéance tombe dans la "
            "période et au plus tard à la date d'arrêté. Non réalisée, une action est en retard dès le lendemain de "
            "l'échéance."
        ),
        en=(
            "Corrective actions done no later than they were due / actions due in the period and no later than the "
            "as-of date. An action that isn't done is late from the day after it was due."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KCI"),
    clock=Text(fr="Échéance de l'action", en="Day on which the action is due"),
    cohort="actions",
    shape=Acted(effective=False),
    unavailable=NO_ACTION,
    sources=("S0-03", "ISO 9001 10.2", "ISO 9001 9.3.2 c) 4"),
)
