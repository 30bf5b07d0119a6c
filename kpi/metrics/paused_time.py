"""K04d: share of the reply delay during which the clock stood still."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Mean, Metric
from kpi.metrics._shared import COMPLAINT_WITH_DELAY, NO_REPLY, TOO_EARLY
from kpi.reasons import Either
from kpi.text import Text

TOO_LONG = (nw.col("paused") > nw.col("delay_calendar")).fill_null(False)
MEASURED = COMPLAINT_WITH_DELAY & nw.col("answered") & nw.col("supplies_pauses") & ~TOO_LONG
NO_PAUSES = Text(fr="l'export ne donne pas les pauses", en="the export gives no pauses")
NONE_ANSWERED = Text(fr="aucune n'est répondue", en="none is answered")
ALL_LONGER = Text(fr="toutes les pauses dépassent le délai", en="all pauses are longer than the delay")
SAME_DAY = Text(fr="tout est répondu le jour même", en="all was answered on the same day")

METRIC = Metric(
    name="paused_time",
    id="K04d",
    title=Text(fr="Part du délai passée en pause", en="Share of the delay spent paused"),
    definition=Text(
        fr=(
            "Jours de pause / jours de la réception à la réponse, additionnés sur les réclamations closes dans la "
            "période et répondues ; sans pause notée, zéro. À lire à côté de la part dans le délai, avec et sans "
            "pauses. Exclues et comptées : remarques, sans réponse, réponse datée d'avant la réception, pauses plus "
            "longues que le délai, sources sans pauses."
        ),
        en=(
            "Days paused / days from reception to reply, added up over the complaints closed in the period that have a "
            "reply; no pause noted counts as zero. Read it beside the share within the promised time, with and without "
            "pauses. Excluded and counted: remarks, those without a reply, replies dated before the reception, pauses "
            "longer than the delay, sources without pauses."
        ),
    ),
    unit="share",
    better="down",
    kinds=("KRI",),
    clock=Text(
        fr="Jours civils entiers en pause, de la réception à l'envoi de la réponse",
        en="Whole calendar days paused, from reception to the reply sent",
    ),
    cohort="closed",
    shape=Mean(value="paused", counted=MEASURED, per="delay_calendar"),
    excluded=~MEASURED,
    unavailable=Either(
        fr="l'export ne donne pas les pauses ou la date de réponse, ou tout est répondu le jour même",
        en="the export gives no pauses or no reply date, or all was answered on the same day",
        halves=(
            (nw.col("supplies_pauses"), NO_PAUSES),
            (nw.col("supplies_reply"), NO_REPLY),
            (nw.col("answered"), NONE_ANSWERED),
            (~nw.col("impossible"), TOO_EARLY),
            (~TOO_LONG, ALL_LONGER),
        ),
        otherwise=SAME_DAY,
    ),
    sources=("D-02", "ACPR 2024-R-02", "FCA DISP 1.6"),
)
