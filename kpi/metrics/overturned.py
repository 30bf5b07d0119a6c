"""K17b: share overturned at a higher level."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import IS_COMPLAINT, Metric, Share
from kpi.metrics._shared import ACCEPTED, CLOSING_CLOCK, RULED
from kpi.text import Text

FIRST_LEVEL = IS_COMPLAINT & (nw.col("level") < 2).fill_null(False)
RULED_AGAIN = IS_COMPLAINT & (nw.col("level") >= 2).fill_null(False) & RULED

METRIC = Metric(
    name="overturned",
    id="K17b",
    title=Text(fr="Part infirmée à un niveau supérieur", en="Share overturned at a higher level"),
    definition=Text(
        fr=(
            "Recours donnant raison au client, en tout ou partie / recours décidés (réclamations de niveau 2 et plus), "
            "clos dans la période. Exclus et comptés : recours clos sans décision, niveau inconnu, remarques. Le "
            "niveau 1 n'entre pas dans le chiffre."
        ),
        en=(
            "Appeals decided for the customer, in full or in part / appeals decided (complaints at level 2 and "
            "above), closed in the period. Excluded and counted: appeals closed without a decision, unknown levels, "
            "remarks. Level 1 stays out of the figure."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KCI"),
    clock=CLOSING_CLOCK,
    cohort="closed",
    shape=Share(hit=ACCEPTED, counted=RULED_AGAIN),
    excluded=~RULED_AGAIN & ~FIRST_LEVEL,
    unavailable=Text(
        fr="aucun recours clos (niveau 2 et plus) ne porte de décision",
        en="no closed appeal (level 2 and above) bears a decision",
    ),
    sources=("S1-22", "S1-23"),
)
