"""K17: share referred to a mediator."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.metrics._shared import CAN_LEAVE, NO_LEAVING, NONE_LEFT
from kpi.reasons import Either
from kpi.text import Text

TRACED = CAN_LEAVE & nw.col("root") & (nw.col("supplies_mediator") | nw.col("supplies_level"))
NOT_GIVEN = Text(
    fr="l'export ne donne ni niveau ni saisine du médiateur",
    en="the export gives neither levels nor referrals to a mediator",
)

METRIC = Metric(
    name="mediator",
    id="K17",
    title=Text(fr="Part portée devant le médiateur", en="Share referred to the mediator"),
    definition=Text(
        fr=(
            "Réclamations d'origine portées devant un médiateur, elles-mêmes ou par une suite, au plus tard 180 jours "
            "après leur réponse ou clôture / réclamations d'origine dont ces 180 jours finissent dans la période. "
            "Exclues et comptées : remarques, suites d'une autre réclamation, sources sans niveau ni date de saisine."
        ),
        en=(
            "Original complaints that went to a mediator, themselves or through one that follows them, no later than "
            "180 days after their reply or closing / original complaints whose 180 days end in the period. Excluded "
            "and counted: remarks, complaints that follow another one, sources without levels or mediation dates."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KPI", "KRI"),
    clock=Text(
        fr="De la réponse ou clôture (la première) à la saisine du médiateur, 180 jours civils au plus",
        en="From the reply or closing (the first) to the referral to the mediator, 180 calendar days at most",
    ),
    cohort="settled_180",
    shape=Share(hit=(nw.col("mediator_on") <= nw.col("settled_180")).fill_null(False), counted=TRACED),
    excluded=~TRACED,
    unavailable=Either(
        fr="l'export ne donne ni niveau ni saisine du médiateur, ou aucune réclamation n'est répondue ni close",
        en="the export gives neither levels nor referrals to a mediator, or no complaint is answered or closed",
        halves=(
            (nw.col("supplies_mediator") | nw.col("supplies_level"), NOT_GIVEN),
            (CAN_LEAVE, NO_LEAVING),
            (~nw.col("out").is_null(), NONE_LEFT),
        ),
    ),
    sources=("S1-23", "ISO 10002"),
)
