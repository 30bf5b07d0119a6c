"""K18: compensation granted for what was claimed."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Mean, Metric
from kpi.metrics._shared import CLOSING_CLOCK, NO_AMOUNT
from kpi.reasons import Either
from kpi.text import Text

CLAIMED = IS_COMPLAINT & nw.col("supplies_compensation") & (nw.col("compensation_claimed") > 0).fill_null(False)
NOTHING_CLAIMED = Text(fr="aucune ne dit la somme demandée", en="none says what was claimed")

METRIC = Metric(
    name="compensation_ratio",
    id="K18",
    title=Text(fr="Accordé / demandé", en="Granted / claimed"),
    definition=Text(
        fr=(
            "Montants accordés / montants demandés, pour les réclamations closes dans la période dont le client "
            "demande une somme ; rien d'accordé compte pour zéro. Exclues et comptées : sans montant demandé, "
            "remarques, sources sans montant accordé."
        ),
        en=(
            "Amounts granted / amounts claimed, for complaints closed in the period whose customer claims a sum; "
            "nothing granted counts as zero. Excluded and counted: nothing claimed, remarks, sources without amounts "
            "granted."
        ),
    ),
    unit="share",
    better="neutral",
    kinds=("KPI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Mean(value="compensation_granted", per="compensation_claimed", counted=CLAIMED),
    excluded=~CLAIMED,
    unavailable=Either(
        fr="aucune réclamation close ne dit la somme demandée, ou l'export ne donne pas les montants accordés",
        en="no closed complaint says what was claimed, or the export gives no amounts granted",
        halves=(
            (nw.col("supplies_compensation"), NO_AMOUNT),
            ((nw.col("compensation_claimed") > 0).fill_null(False), NOTHING_CLAIMED),
        ),
    ),
    chart="xmr",
    sources=("S0-16",),
)
