"""K22: share of customers who found it easy (CES)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="ces",
    id="K22",
    title=Text(fr="Démarche jugée facile (CES)", en="Found easy by the customer (CES)"),
    definition=Text(
        fr=(
            "Réponses « facile » / réponses valides, pour les réclamations closes dans la période. Facile selon "
            "l'échelle déclarée, où le plus haut est le plus facile : 4 sur 5, 5 sur 7, 8 sur 10 au moins. Exclues et "
            "comptées : closes sans réponse valide ; taux de réponse = n / (n + exclues)."
        ),
        en=(
            "Answers 'easy' / valid answers, for complaints closed in the period. Easy by the declared scale, whose "
            "top is the easiest: at least 4 of 5, 5 of 7, 8 of 10. Excluded and counted: closed without a valid "
            "answer; response rate = n / (n + excluded)."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(hit=nw.col("ces_easy") == 1, counted=IS_COMPLAINT & ~nw.col("ces_easy").is_null()),
    excluded=IS_COMPLAINT & nw.col("ces_easy").is_null(),
    unavailable=Text(
        fr="aucune réclamation close n'a de note d'effort valide sur une échelle déclarée",
        en="no closed complaint has a valid effort score on a declared scale",
    ),
    sources=("S2-01", "ISO 10004", "ISO 9001 9.1.2"),
)
