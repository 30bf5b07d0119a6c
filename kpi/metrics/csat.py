"""K22: share of satisfied customers (CSAT)."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="csat",
    id="K22",
    title=Text(fr="Clients satisfaits du traitement (CSAT)", en="Customers satisfied with the handling (CSAT)"),
    definition=Text(
        fr=(
            "Réponses satisfaites / réponses valides, pour les réclamations closes dans la période. Satisfaite selon "
            "l'échelle déclarée : oui, 3 sur 3, 3 sur 4, 4 sur 5, 6 sur 7, 9 sur 10 au moins. Exclues et comptées : "
            "closes sans réponse valide ; taux de réponse = n / (n + exclues)."
        ),
        en=(
            "Satisfied answers / valid answers, for complaints closed in the period. Satisfied by the declared scale: "
            "yes, at least 3 of 3, 3 of 4, 4 of 5, 6 of 7, 9 of 10. Excluded and counted: closed without a valid "
            "answer; response rate = n / (n + excluded)."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(hit=nw.col("csat_top") == 1, counted=IS_COMPLAINT & ~nw.col("csat_top").is_null()),
    excluded=IS_COMPLAINT & nw.col("csat_top").is_null(),
    unavailable=Text(
        fr="aucune réclamation close n'a de note de satisfaction valide sur une échelle déclarée",
        en="no closed complaint has a valid satisfaction score on a declared scale",
    ),
    sources=("S2-06", "S1-19", "ISO 10004", "ISO 9001 9.1.2"),
)
