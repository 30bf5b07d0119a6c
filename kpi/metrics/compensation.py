"""K18: compensation paid per complaint upheld."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Mean, Metric
from kpi.metrics._shared import CLOSING_CLOCK, DECIDED, NO_AMOUNT, NO_OUTCOME, NONE_UPHELD, UNDECIDED, UPHELD
from kpi.reasons import Either
from kpi.text import Text

METRIC = Metric(
    name="compensation",
    id="K18",
    title=Text(fr="Indemnité par réclamation fondée", en="Compensation per complaint upheld"),
    definition=Text(
        fr=(
            "Montants accordés / réclamations fondées closes dans la période ; sans montant, une réclamation fondée "
            "compte pour zéro. Fondée : en tout ou partie, ou geste commercial sans décision. Un geste malgré un refus "
            "n'y est pas. Exclues et comptées : sans décision, remarques, sources sans montant."
        ),
        en=(
            "Amounts granted / complaints upheld, closed in the period; one upheld without an amount counts as zero. "
            "Upheld: in full or in part, or a gesture of goodwill without a decision. A gesture despite a rejection "
            "stays out. Excluded and counted: undecided ones, remarks, sources without amounts."
        ),
    ),
    unit="money",
    better="neutral",
    kinds=("KPI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Mean(value="compensation_granted", counted=UPHELD & nw.col("supplies_compensation")),
    excluded=UNDECIDED | ~nw.col("supplies_compensation"),
    unavailable=Either(
        fr="aucune réclamation close n'a de décision et un export qui donne les montants accordés",
        en="no closed complaint has a decision and an export that gives the amounts granted",
        halves=(
            (nw.col("supplies_compensation"), NO_AMOUNT),
            (DECIDED, NO_OUTCOME),
            (UPHELD, NONE_UPHELD),
        ),
    ),
    sources=("S0-16", "FCA DISP 1.10"),
)
