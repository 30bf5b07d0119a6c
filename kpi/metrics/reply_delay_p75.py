"""K07: P75 reply delay."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Delay, Metric
from kpi.metrics._shared import COMPLAINT_WITH_DELAY, NO_REPLY, REPLY_CLOCK, WITHOUT_DELAY
from kpi.text import Text

METRIC = Metric(
    name="reply_delay_p75",
    id="K07",
    title=Text(
        fr="Délai de réponse, trois clients sur quatre",
        en="P75 reply delay",
    ),
    definition=Text(
        fr=(
            "Nombre de jours au bout duquel trois clients sur quatre ont leur réponse, pour les réclamations reçues "
            "dans la période (Kaplan-Meier : une réclamation ouverte compte pour le temps déjà attendu). Vide si ce "
            "point n'est pas atteint."
        ),
        en=(
            "Number of days after which three customers in four have the reply, for complaints received in the period "
            "(Kaplan-Meier: an open complaint counts for the time waited so far). Empty where that point isn't "
            "reached."
        ),
    ),
    unit="days",
    better="down",
    kinds=("KPI",),
    clock=REPLY_CLOCK,
    cohort="received",
    shape=Delay(days="delay_{unit}", event=nw.col("answered"), counted=COMPLAINT_WITH_DELAY, quantile=0.75),
    excluded=WITHOUT_DELAY,
    unavailable=NO_REPLY,
    sources=("S0-02", "S0-12", "D-02"),
)
