"""Predicates, clocks and reasons that several metrics state in the same words."""

from __future__ import annotations

import narwhals as nw

from kpi.reasons import Either
from kpi.record import DECIDED as DECISIONS
from kpi.text import Text

NO_REPLY = Text(fr="l'export ne donne pas la date de réponse", en="the export gives no reply date")
NO_PROMISE = Text(fr="aucune échéance ne s'applique", en="no promise applies")
OUTSIDE = Text(fr="toutes sont hors engagement selon la règle", en="all are outside the promise by the rule")
TOO_EARLY = Text(
    fr="toutes les réponses sont datées d'avant la réception", en="all replies are dated before the reception"
)
NOT_DUE_YET = Text(fr="aucune n'est encore échue ni répondue", en="none is due or answered yet")
PROMISED = ~nw.col("due").is_null()
JUDGING = (
    (nw.col("supplies_reply"), NO_REPLY),
    (PROMISED, NO_PROMISE),
    (~nw.col("excluded_by_rule"), OUTSIDE),
    (~nw.col("impossible"), TOO_EARLY),
)
NO_REPLY_DATE = Either(
    fr="l'export ne donne pas la date de réponse ou aucune échéance ne s'applique",
    en="the export gives no reply date, or no promise applies",
    halves=JUDGING,
    otherwise=NOT_DUE_YET,
)
NO_LEAVING = Text(
    fr="l'export ne donne ni date de réponse ni date de clôture",
    en="the export gives neither reply nor closing dates",
)
NONE_LEFT = Text(fr="aucune n'est répondue ni close", en="none is answered or closed")
NO_AMOUNT = Text(fr="l'export ne donne pas les montants accordés", en="the export doesn't give the amounts granted")
NONE_UPHELD = Text(fr="aucune réclamation close n'est fondée", en="no closed complaint is upheld")
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
PAST_DUE = nw.when(nw.col("timed")).then(nw.col("due")).otherwise(nw.col("due") + 1)
AFTER_DUE = nw.max_horizontal(PAST_DUE, nw.col("received"))
ACCEPTED = nw.col("outcome").is_in(["upheld", "partly"]).fill_null(False)
RULED = nw.col("outcome").is_in(DECISIONS).fill_null(False)
UPHELD = nw.col("complaint") & (ACCEPTED | nw.col("goodwill"))
DECIDED = nw.col("complaint") & (RULED | nw.col("goodwill"))
UNDECIDED = ~DECIDED
