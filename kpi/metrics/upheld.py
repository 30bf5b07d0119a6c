"""K16: share upheld of those decided."""

from __future__ import annotations

from kpi.metric import Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK, DECIDED, UNDECIDED, UPHELD
from kpi.text import Text

METRIC = Metric(
    name="upheld",
    id="K16",
    title=Text(fr="Part fondée des décidées", en="Share upheld of those decided"),
    definition=Text(
        fr=(
            "Fondées en tout ou partie, ou suivies d'un geste commercial sans décision / réclamations décidées (ou "
            "suivies d'un tel geste) closes dans la période. Refusée avec un geste : refusée. Exclues et comptées : "
            "remarques, indéterminées ou sans décision."
        ),
        en=(
            "Upheld in full or in part, or given a gesture of goodwill without a decision / complaints decided (or "
            "given such a gesture), closed in the period. Rejected with a gesture: rejected. Excluded and counted: "
            "remarks, undecided ones."
        ),
    ),
    unit="share",
    better="neutral",
    kinds=("KPI", "KRI"),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(hit=UPHELD, counted=DECIDED),
    excluded=UNDECIDED,
    unavailable=Text(
        fr="aucune réclamation close n'a de décision dans l'export",
        en="no closed complaint has a decision in the export",
    ),
    sources=("S0-14", "FCA DISP 1.10"),
)
