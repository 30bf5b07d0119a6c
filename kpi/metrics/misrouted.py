"""K19: share misrouted or given the wrong priority."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK
from kpi.text import Text

MOST_HANDOFFS = 2
FOLLOWED = IS_COMPLAINT & ~(nw.col("handoffs").is_null() & nw.col("reprioritised").is_null())

METRIC = Metric(
    name="misrouted",
    id="K19",
    title=Text(fr="Part mal orientée ou mal priorisée", en="Share misrouted or given the wrong priority"),
    definition=Text(
        fr=(
            f"Priorité changée après le tri, ou plus de {MOST_HANDOFFS} transferts / réclamations closes dans la "
            "période dont l'un ou l'autre est connu. Exclues et comptées : celles dont ni l'un ni l'autre ne l'est, "
            "remarques."
        ),
        en=(
            f"Priority changed after triage, or more than {MOST_HANDOFFS} hand-offs / complaints closed in the period "
            "of which one or the other is known. Excluded and counted: those of which neither is, remarks."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KCI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(
        hit=(nw.col("handoffs") > MOST_HANDOFFS).fill_null(False) | nw.col("reprioritised").fill_null(False),
        counted=FOLLOWED,
    ),
    excluded=~FOLLOWED,
    unavailable=Text(
        fr="aucune réclamation close ne dit combien de fois elle a changé de mains ni si sa priorité a changé",
        en="no closed complaint says how often it changed hands or whether its priority changed",
    ),
    sources=("S1-14", "ISO 10002"),
)
