"""K22: Net Promoter Score."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Metric, Score
from kpi.metrics._shared import CLOSING_CLOCK
from kpi.text import Text

METRIC = Metric(
    name="nps",
    id="K22",
    title=Text(fr="Net Promoter Score des réclamants", en="Net Promoter Score of complainants"),
    definition=Text(
        fr=(
            "Part des promoteurs (9 ou 10) moins part des détracteurs (0 à 6), en points de -100 à 100, parmi les "
            "réponses valides de 0 à 10 des réclamations closes dans la période. Exclues et comptées : closes sans "
            "réponse valide ; taux de réponse = n / (n + exclues)."
        ),
        en=(
            "Share of promoters (9 or 10) less share of detractors (0 to 6), in points from -100 to 100, among the "
            "valid answers from 0 to 10 of complaints closed in the period. Excluded and counted: closed without a "
            "valid answer; response rate = n / (n + excluded)."
        ),
    ),
    unit="points",
    better="up",
    kinds=("KPI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Score(side="nps_side", counted=IS_COMPLAINT & ~nw.col("nps_side").is_null()),
    excluded=IS_COMPLAINT & nw.col("nps_side").is_null(),
    unavailable=Text(
        fr="aucune réclamation close n'a de note de recommandation de 0 à 10",
        en="no closed complaint has a likelihood to recommend from 0 to 10",
    ),
    sources=("S0-09", "ISO 10004", "ISO 9001 9.1.2"),
)
