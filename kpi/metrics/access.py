"""K27: complaints per 1,000 contacts."""

from __future__ import annotations

from kpi.metric import IS_COMPLAINT, NOT_COMPLAINT, Metric, Rate
from kpi.text import Text

METRIC = Metric(
    name="access",
    id="K27",
    title=Text(fr="Réclamations pour 1 000 contacts", en="Complaints per 1,000 contacts"),
    definition=Text(
        fr=(
            "Réclamations reçues × 1 000 / contacts dans les mois de la période. Par canal, si les contacts sont "
            "connus par canal : un canal sans réclamation est un accès à vérifier, pas un succès. Exclues et "
            "comptées : remarques."
        ),
        en=(
            "Complaints received × 1,000 / contacts in the months of the period. By channel, where contacts are known "
            "by channel: a channel without complaints is an access to be checked, not a success. Excluded and "
            "counted: remarks."
        ),
    ),
    unit="per_1000",
    better="neutral",
    kinds=("KPI", "KRI"),
    clock=Text(fr="Date de réception ; mois des données d'exposition", en="Date of reception; months of the exposures"),
    cohort="received",
    shape=Rate(counted=IS_COMPLAINT, measures=("contacts",), per=1_000),
    excluded=NOT_COMPLAINT,
    sources=("S0-06", "S0-13"),
)
