"""K05: share of the new dates announced in time that were kept."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import JUDGING, NOT_JUDGED
from kpi.reasons import Either
from kpi.text import Text

ANNOUNCED_IN_TIME = nw.col("promise_made") <= nw.col("due")
KEPT = (ANNOUNCED_IN_TIME & (nw.col("replied") <= nw.col("renewed_due"))).fill_null(False)
OVER = nw.col("answered") | (nw.col("renewed_due") < nw.col("today"))
NOT_GIVEN = Text(
    fr="l'export ne donne pas la date d'annonce d'un nouveau délai",
    en="the export gives no date at which a new date was announced",
)
NONE_ANNOUNCED = Text(fr="aucun nouveau délai n'a été annoncé", en="no new date was announced")

METRIC = Metric(
    name="promise_kept",
    id="K05",
    title=Text(fr="Nouveau délai annoncé tenu", en="New date announced and kept"),
    definition=Text(
        fr=(
            "Réponse au plus tard au nouveau délai, annoncé au plus tard à la première échéance / réclamations dont le "
            "nouveau délai tombe dans la période. Un délai annoncé après la première échéance n'est pas tenu : il ne "
            "rattrape pas le retard ; sans réponse, un délai passé ne l'est pas non plus. Exclues et comptées : "
            "remarques, réponse datée d'avant la réception, hors engagement selon la règle."
        ),
        en=(
            "Answered by the new date, announced no later than the first due date / complaints whose new date falls in "
            "the period. One announced after the first due date is not kept: it doesn't rescue the delay; nor is one "
            "that is past without a reply. Excluded and counted: remarks, replies dated before the reception, "
            "complaints outside the promise by the rule."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI",),
    clock=Text(
        fr="De l'annonce (au plus tard à la première échéance) à l'envoi de la réponse (au plus tard au nouveau délai)",
        en="From the announcement (by the first due date) to the reply sent (by the new date)",
    ),
    cohort="renewed_due",
    shape=Share(hit=KEPT, counted=nw.col("judged") & OVER),
    excluded=NOT_JUDGED,
    unavailable=Either(
        fr="aucun nouveau délai annoncé, ou l'export n'en donne pas les dates",
        en="no new date was announced, or the export doesn't give its dates",
        halves=(
            (nw.col("supplies_promise"), NOT_GIVEN),
            (~nw.col("promise_made").is_null(), NONE_ANNOUNCED),
            *JUDGING,
        ),
    ),
    sources=("S1-11", "CMF L133-45"),
)
