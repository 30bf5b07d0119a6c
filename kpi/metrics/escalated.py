"""K17: share taken to a higher level."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import CAN_LEAVE, NO_LEAVING, NONE_LEFT
from kpi.reasons import Either
from kpi.text import Text

TRACED = CAN_LEAVE & nw.col("root") & (nw.col("supplies_level") | nw.col("supplies_link"))
NOT_GIVEN = Text(
    fr="l'export ne donne ni niveau ni lien entre réclamations",
    en="the export gives neither levels nor links between complaints",
)

METRIC = Metric(
    name="escalated",
    id="K17",
    title=Text(fr="Part portée à un niveau supérieur", en="Share taken to a higher level"),
    definition=Text(
        fr=(
            "Réclamations d'origine reçues directement à un niveau supérieur, ou suivies d'une autre au niveau "
            "supérieur au plus tard 60 jours après leur réponse ou clôture / réclamations d'origine dont ces 60 jours "
            "finissent dans la période. Exclues et comptées : remarques, suites d'une autre réclamation, sources sans "
            "niveau ni lien."
        ),
        en=(
            "Original complaints received at a higher level at once, or followed by one at a higher level no later "
            "than 60 days after their reply or closing / original complaints whose 60 days end in the period. "
            "Excluded and counted: remarks, complaints that follow another one, sources without levels or links."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="De la réponse ou clôture (la première) à la réception au niveau supérieur, 60 jours civils au plus",
        en="From the reply or closing (the first) to the reception at the higher level, 60 calendar days at most",
    ),
    cohort="settled_60",
    shape=Share(
        hit=nw.col("raised") | (nw.col("escalated_on") <= nw.col("settled_60")).fill_null(False), counted=TRACED
    ),
    excluded=~TRACED,
    unavailable=Either(
        fr="l'export ne donne ni niveau ni lien entre réclamations, ou aucune n'est répondue ni close",
        en="the export gives neither levels nor links between complaints, or none is answered or closed",
        halves=(
            (nw.col("supplies_level") | nw.col("supplies_link"), NOT_GIVEN),
            (CAN_LEAVE, NO_LEAVING),
            (~nw.col("out").is_null(), NONE_LEFT),
        ),
    ),
    sources=("S1-22", "S2-18", "S0-05", "ISO 10002"),
)
