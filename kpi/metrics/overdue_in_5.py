"""K12: open complaints that are overdue in five days if nothing moves."""

from __future__ import annotations

import narwhals as nw

from kpi.metric import Metric, Stock
from kpi.metrics._shared import CAN_BE_OVERDUE, NO_REPLY_DATE, NOT_JUDGED, PAST_DUE, RULE_CLOCK
from kpi.text import Text

AHEAD = 5

METRIC = Metric(
    name="overdue_in_5",
    id="K12",
    title=Text(fr="En retard dans 5 jours si rien ne bouge", en="Overdue in 5 days if nothing moves"),
    definition=Text(
        fr=(
            f"Réclamations ouvertes dont l'échéance sera passée à la fin du {AHEAD}e jour civil qui suit, celles déjà "
            "en retard comprises, si d'ici là aucune n'est répondue ni close."
        ),
        en=(
            f"Open complaints whose due date will be past at the end of the {AHEAD}th calendar day after, those "
            "already overdue included, if none of them is answered or closed until then."
        ),
    ),
    unit="complaints",
    better="down",
    kinds=("KRI",),
    clock=RULE_CLOCK,
    cohort="stock",
    shape=Stock.once(
        enter=nw.max_horizontal(nw.col("received"), PAST_DUE - AHEAD), leave=nw.col("out"), counted=CAN_BE_OVERDUE
    ),
    excluded=NOT_JUDGED,
    unavailable=NO_REPLY_DATE,
    sources=("S2-03", "S1-20"),
)
