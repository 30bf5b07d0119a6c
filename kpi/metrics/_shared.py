"""Predicates, clocks and reasons that several metrics state in the same words."""

from __future__ import annotations

import narwhals as nw

from kpi.record import DECIDED as DECISIONS
from kpi.text import Text

NO_REPLY_DATE = Text(
    fr="l'export ne donne pas la date de réponse ou aucune échéance ne s'applique",
    en="the export gives no reply date, or no promise applies",
)
NO_REPLY = Text(fr="l'export ne donne pas la date de réponse", en="the export gives no reply date")
NO_LEAVING = Text(
    fr="l'export ne donne ni date de réponse ni date de clôture",
    en="the export gives neither reply nor closing dates",
)
NO_OUTCOME = Text(
    fr="aucune réclamation close ne porte de décision (fondée, en partie, non fondée) ni de geste commercial",
    en="no closed complaint bears a decision (upheld, partly, rejected) or a gesture of goodwill",
)

RULE_CLOCK = Text(
    fr=("De la date de départ de la règle (réception, ou envoi) à l'envoi de la réponse, dans l'unité de la règle"),
    en="From the rule's starting date (reception, or sending) to the reply sent, in the rule's unit",
)
REPLY_CLOCK = Text(
    fr="De la réception à l'envoi de la réponse, en jours civils entiers (ou ouvrés, ouvrables, sur demande)",
    en="From reception to the reply sent, in whole calendar days (or working days on request)",
)
CLOSING_CLOCK = Text(
    fr="Date de clôture ; celle de la réponse, si la source ne donne pas de clôture",
    en="Date of closing; that of the reply, where the source gives no closing",
)

JUDGED = nw.col("on_time") | nw.col("late")
NOT_JUDGED = ~nw.col("judged")
COMPLAINT_WITH_DELAY = nw.col("complaint") & nw.col("sound")
WITHOUT_DELAY = ~COMPLAINT_WITH_DELAY
CAN_LEAVE = nw.col("complaint") & (nw.col("supplies_reply") | nw.col("supplies_close"))
CANNOT_LEAVE = ~CAN_LEAVE
CAN_BE_OVERDUE = nw.col("judged")
AFTER_DUE = nw.max_horizontal(
    nw.when(nw.col("timed")).then(nw.col("due")).otherwise(nw.col("due") + 1), nw.col("received")
)
ACCEPTED = nw.col("outcome").is_in(["upheld", "partly"]).fill_null(False)
RULED = nw.col("outcome").is_in(DECISIONS).fill_null(False)
UPHELD = nw.col("complaint") & (ACCEPTED | nw.col("goodwill"))
DECIDED = nw.col("complaint") & (RULED | nw.col("goodwill"))
UNDECIDED = ~DECIDED
