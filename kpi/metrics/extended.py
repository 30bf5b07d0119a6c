"""K05: share of complaints for which a new date was announced."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import JUDGED, JUDGING, NOT_DUE_YET, NOT_JUDGED, RULE_CLOCK
from kpi.reasons import Either
from kpi.text import Text

NOT_GIVEN = Text(
    fr="l'export ne donne pas la date d'annonce d'un nouveau délai",
    en="the export gives no date at which a new date was announced",
)

METRIC = Metric(
    name="extended",
    id="K05",
    title=Text(fr="Part prolongée par un nouveau délai", en="Share extended by a new date"),
    definition=Text(
        fr=(
            "Un nouveau délai a été annoncé au client / (à l'heure + en retard), pour les réclamations dont la "
            "première échéance tombe dans la période et au plus tard à la date d'arrêté. À lire à côté de la part "
            "répondue dans le délai. Exclues et comptées : réponse datée d'avant la réception, hors engagement selon "
            "la règle, sources sans date d'annonce."
        ),
        en=(
            "A new date was announced to the customer / (on time + late), for complaints whose first due date falls in "
            "the period and no later than the as-of date. Read it beside the share answered within the promised time. "
            "Excluded and counted: replies dated before the reception, complaints outside the promise by the rule, "
            "sources without dates of announcement."
        ),
    ),
    unit="share",
    better="neutral",
    kinds=("KRI",),
    clock=RULE_CLOCK,
    cohort="due",
    shape=Share(hit=~nw.col("promise_made").is_null(), counted=JUDGED & nw.col("supplies_promise")),
    excluded=NOT_JUDGED | ~nw.col("supplies_promise"),
    unavailable=Either(
        fr="l'export ne donne pas la date d'annonce d'un nouveau délai, ou aucune échéance ne s'applique",
        en="the export gives no date at which a new date was announced, or no promise applies",
        halves=(
            (nw.col("supplies_promise"), NOT_GIVEN),
            *JUDGING,
        ),
        otherwise=NOT_DUE_YET,
    ),
    sources=("S1-11",),
)
