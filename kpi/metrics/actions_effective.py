"""K21: corrective actions that worked."""

from __future__ import annotations

from kpi.actions import NO_ACTION
from kpi.metric import Acted, Metric
from kpi.text import Text

METRIC = Metric(
    name="actions_effective",
    id="K21",
    title=Text(fr="Actions efficaces", en="Actions that worked"),
    definition=Text(
        fr=(
            "Actions après lesquelles les réclamations visées ont baissé au-delà du hasard / actions dont l'effet peut "
            "être jugé et commence dans la période. Effet non démontré ou aggravation : inefficace. Exclues et "
            "comptées : actions réalisées trop récentes, ou sans cible, qu'on ne peut pas encore juger."
        ),
        en=(
            "Actions after which the complaints aimed at fell beyond chance / actions whose effect can be judged and "
            "begins in the period. An effect that isn't shown, or a turn for the worse, is no success. Excluded and "
            "counted: actions done that are too recent, or without a target, to be judged."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KCI"),
    clock=Text(
        fr="Jour à partir duquel l'effet est attendu : celui de la réalisation, ou de la vérification si elle suit",
        en="Day from which the effect is expected: that on which it was done, or that of the check if later",
    ),
    cohort="actions",
    shape=Acted(effective=True),
    unavailable=NO_ACTION,
    sources=("S0-03", "ISO 9001 10.2.1 d)", "ISO 9001 9.3.2 c) 4"),
)
