"""K25: completeness of the minimum record."""

from __future__ import annotations

from kpi.metric import IS_COMPLAINT, NOT_COMPLAINT, Mean, Metric
from kpi.record import ELEMENTS
from kpi.text import Text

METRIC = Metric(
    name="completeness",
    id="K25",
    title=Text(fr="Complétude du dossier", en="Completeness of the record"),
    definition=Text(
        fr=(
            "Éléments présents / (7 × réclamations reçues dans la période). Les sept : objet, date, coordonnées du "
            "client, traitement, suggestion du client, solution, suivi de la satisfaction. Une colonne absente de "
            "l'export est un élément absent. Exclues et comptées : remarques."
        ),
        en=(
            "Elements held / (7 × complaints received in the period). The seven: object, date, customer's contact "
            "details, handling, customer's suggestion, solution, follow-up of satisfaction. A column that the export "
            "lacks is an element not held. Excluded and counted: remarks."
        ),
    ),
    unit="share",
    better="up",
    kinds=("KCI",),
    clock=Text(
        fr="Date de réception ; état du dossier à l'import retenu",
        en="Date of reception; state of the record at the import in use",
    ),
    cohort="received",
    shape=Mean(value="elements", per=len(ELEMENTS), counted=IS_COMPLAINT),
    excluded=NOT_COMPLAINT,
    chart="xmr",
    settles=False,
    sources=("S2-21", "S2-09"),
)
