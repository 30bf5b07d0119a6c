"""K03: share acknowledged within the promised time."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Share
from kpi.reasons import Either
from kpi.text import Text

EARLY = nw.col("impossible") | (nw.col("acknowledged") < nw.col("received")).fill_null(False)
CAN_BE_JUDGED = nw.col("complaint") & nw.col("supplies_acknowledgement") & ~EARLY & ~nw.col("excluded_by_rule")
DUE = nw.col("ack_due")
FIRST = nw.min_horizontal(nw.col("acknowledged"), nw.col("replied"))
ON_THE_DAY = (FIRST == DUE) & ~nw.col("ack_after_minute")
IN_TIME = ((FIRST < DUE) | ON_THE_DAY).fill_null(False)
TODAY = nw.col("today")
OVER = (DUE < TODAY) | nw.col("ack_after_minute")
NOT_GIVEN = Text(
    fr="l'export ne donne pas la date d'accusé de réception",
    en="the export gives no date of acknowledgement",
)
NOT_PROMISED = Text(fr="la règle ne promet pas d'accusé de réception", en="the rule promises no acknowledgement")

METRIC = Metric(
    name="acknowledged_in_time",
    id="K03",
    title=Text(
        fr="Part accusée de réception dans le délai promis",
        en="Share acknowledged within the promised time",
    ),
    definition=Text(
        fr=(
            "Accusé de réception, ou réponse de fond, au plus tard à l'échéance de l'accusé / réclamations dont cette "
            "échéance tombe dans la période et est passée ou tenue à la date d'arrêté. Sans accusé ni réponse, "
            "l'échéance passée est en retard. Exclues et comptées : remarques, dates d'avant la réception, hors "
            "engagement selon la règle, sources sans date d'accusé."
        ),
        en=(
            "Acknowledged, or answered in substance, by the due date of the acknowledgement / complaints whose due "
            "date of it falls in the period and is past or met at the as-of date. With neither, one past its due date "
            "is late. Excluded and counted: remarks, dates before the reception, complaints outside the promise by the "
            "rule, sources without dates of acknowledgement."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KPI", "KCI"),
    clock=Text(
        fr="De la date de départ de la règle à l'accusé de réception ou à la réponse, dans l'unité de la règle",
        en="From the rule's starting date to the acknowledgement or the reply, in the rule's unit",
    ),
    cohort="ack_due",
    shape=Share(hit=IN_TIME, counted=CAN_BE_JUDGED & (IN_TIME | OVER)),
    excluded=~CAN_BE_JUDGED,
    unavailable=Either(
        fr="l'export ne donne pas la date d'accusé de réception ou la règle n'en promet pas",
        en="the export gives no date of acknowledgement, or the rule promises none",
        halves=(
            (nw.col("supplies_acknowledgement"), NOT_GIVEN),
            (~DUE.is_null(), NOT_PROMISED),
        ),
    ),
    sources=("S0-18", "ACPR 2024-R-02", "FCA DISP 1.6", "ISO 10002"),
)
