"""K14: share reopened within 30 days."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import CAN_LEAVE, NO_LEAVING, NONE_LEFT
from kpi.reasons import Either
from kpi.text import Text

TRACED = CAN_LEAVE & nw.col("supplies_reopening")
WITHIN = (nw.col("reopened") >= nw.col("out")) & (nw.col("reopened") <= nw.col("settled_30"))
NOT_GIVEN = Text(fr="l'export ne donne pas la date de réouverture", en="the export gives no date of reopening")

METRIC = Metric(
    name="reopened",
    id="K14",
    title=Text(fr="Part rouverte sous 30 jours", en="Share reopened within 30 days"),
    definition=Text(
        fr=(
            "Rouvertes au plus tard 30 jours civils après leur réponse ou clôture (la première des deux) / "
            "réclamations dont ces 30 jours finissent dans la période. De plusieurs réouvertures, l'export donne la "
            "dernière. Exclues et comptées : remarques, sources sans date de réouverture, de réponse ni de clôture."
        ),
        en=(
            "Reopened no later than 30 calendar days after their reply or closing (whichever came first) / complaints "
            "whose 30 days end in the period. Of several reopenings, the export gives the last. Excluded and counted: "
            "remarks, sources without dates of reopening, or with neither reply nor closing dates."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="De la réponse ou clôture (la première) à la réouverture, 30 jours civils au plus",
        en="From the reply or closing (the first) to the reopening, 30 calendar days at most",
    ),
    cohort="settled_30",
    shape=Share(hit=WITHIN.fill_null(False), counted=TRACED),
    excluded=~TRACED,
    unavailable=Either(
        fr="l'export ne donne pas la date de réouverture, ou aucune n'est répondue ni close depuis 30 jours",
        en="the export gives no date of reopening, or none was answered or closed 30 days ago",
        halves=(
            (nw.col("supplies_reopening"), NOT_GIVEN),
            (CAN_LEAVE, NO_LEAVING),
            (~nw.col("out").is_null(), NONE_LEFT),
        ),
    ),
    sources=("S0-11", "ISO 10002"),
)
