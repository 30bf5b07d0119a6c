"""K20: share of complaints upheld whose two causes are known."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import CLOSING_CLOCK, DECIDED, NO_OUTCOME, NONE_UPHELD, UNDECIDED, UPHELD
from kpi.reasons import Either
from kpi.text import Text

NOT_GIVEN = Text(
    fr="l'export ne donne pas la cause de non-détection",
    en="the export doesn't give the cause of non-detection",
)

METRIC = Metric(
    name="cause_known",
    id="K20",
    title=Text(
        fr="Part des fondées dont les deux causes sont connues", en="Share of the upheld with both causes known"
    ),
    definition=Text(
        fr=(
            "Cause d'apparition et cause de non-détection renseignées / réclamations fondées closes dans la période "
            "(en tout ou partie, ou geste commercial sans décision). Exclues et comptées : sans décision, remarques, "
            "sources sans colonne de non-détection."
        ),
        en=(
            "Cause of occurrence and cause of non-detection recorded / complaints upheld (in full or in part, or a "
            "gesture of goodwill without a decision), closed in the period. Excluded and counted: undecided ones, "
            "remarks, sources without a column for non-detection."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KCI",),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(
        hit=~nw.col("cause_occurrence").is_null() & ~nw.col("cause_nondetection").is_null(),
        counted=UPHELD & nw.col("supplies_cause"),
    ),
    excluded=UNDECIDED | ~nw.col("supplies_cause"),
    unavailable=Either(
        fr="aucune réclamation close n'a de décision et un export qui donne la cause de non-détection",
        en="no closed complaint has a decision and an export that gives the cause of non-detection",
        halves=(
            (nw.col("supplies_cause"), NOT_GIVEN),
            (DECIDED, NO_OUTCOME),
            (UPHELD, NONE_UPHELD),
        ),
    ),
    sources=("S2-02", "ISO 9001 10.2"),
)
