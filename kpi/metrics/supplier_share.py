"""K26: share of complaints upheld that come from an external provider."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK, UNDECIDED, UPHELD
from kpi.text import Text

METRIC = Metric(
    name="supplier_share",
    id="K26",
    title=Text(
        fr="Part des fondées imputées à un prestataire externe",
        en="Share of the upheld that come from an external provider",
    ),
    definition=Text(
        fr=(
            "Imputées à un prestataire externe / réclamations fondées closes dans la période (en tout ou partie, ou "
            "geste commercial sans décision) dont l'origine est connue. Exclues et comptées : sans décision, fondées "
            "d'origine inconnue, remarques."
        ),
        en=(
            "Attributed to an external provider / complaints upheld (in full or in part, or a gesture of goodwill "
            "without a decision), closed in the period, whose origin is known. Excluded and counted: undecided ones, "
            "those upheld of unknown origin, remarks."
        ),
    ),
    unit="share",
    better="neutral",
    kinds=("KPI", "KRI"),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(hit=nw.col("external_provider"), counted=UPHELD & ~nw.col("external_provider").is_null()),
    excluded=UNDECIDED | (UPHELD & nw.col("external_provider").is_null()),
    unavailable=Text(
        fr="aucune réclamation fondée close ne dit si un prestataire externe est en cause",
        en="no closed complaint that was upheld says whether an external provider is at its origin",
    ),
    sources=("S2-16", "ISO 9001 9.3.2 c) 7"),
)
