"""How to read a figure: the rules that all of them share, in English and in French."""

from __future__ import annotations

from kpi.text import Text

READING = (
    Text(
        fr=(
            "**Date d'arrêté.** Un chiffre dit ce que l'on savait à la fin d'un jour. Une réclamation répondue après y "
            "est encore ouverte : redemandé plus tard à la même date, le chiffre ne change pas, sauf correction des "
            "données."
        ),
        en=(
            "**As-of date.** A figure says what was known at the end of a day. A complaint answered after it is still "
            "open on it: asked for again later, as of the same day, the figure doesn't change, unless the data were "
            "corrected."
        ),
    ),
    Text(
        fr=(
            "**Trois états.** À l'heure : répondue au plus tard à l'échéance. En retard : répondue après, ou ouverte "
            "et échéance passée. En cours : ouverte, échéance le jour même ou plus tard. Clore n'est pas répondre."
        ),
        en=(
            "**Three states.** On time: answered by the due date. Late: answered after it, or open and past due. "
            "Running: open, and due on the day or later. Closing is not answering."
        ),
    ),
    Text(
        fr=(
            "**Cohorte.** La date qui place une réclamation dans une période ; chaque chiffre a la sienne. Quand un "
            "événement peut encore survenir (réouverture, escalade), une réclamation n'entre dans le chiffre qu'une "
            "fois le délai passé : les mois récents ne sont pas flattés."
        ),
        en=(
            "**Cohort.** The date that puts a complaint in a period; each figure has its own. Where something may "
            "still happen (reopening, escalation), a complaint counts only once the time for it is over, so that "
            "recent months are not flattered."
        ),
    ),
    Text(
        fr=(
            "**Horloge.** De quel événement à quel autre le temps est compté. Les jours sont locaux et entiers ; les "
            "délais se lisent en jours civils, ouvrés ou ouvrables. Une réponse sans heure vaut jusqu'à la fin de "
            "son jour. Les échéances viennent des [règles](rules.md#français)."
        ),
        en=(
            "**Clock.** From which event to which time is counted. Days are whole local days; delays can be read in "
            "calendar days, jours ouvrés (Mon–Fri) or jours ouvrables (Mon–Sat). A reply without a time of day came "
            "at the end of its day. Due dates come from the [rules](rules.md#english)."
        ),
    ),
    Text(
        fr=(
            "**Exclues.** Les lignes de la cohorte que le chiffre n'a pas pu juger. Elles ne sont ni au numérateur ni "
            "au dénominateur ; leur nombre est toujours donné, et elles s'ouvrent comme les autres."
        ),
        en=(
            "**Excluded.** The lines of the cohort that the figure could not judge. They are in neither numerator nor "
            "denominator; their number is always given, and they open like all others."
        ),
    ),
    Text(
        fr=(
            "**Pas de chiffre plutôt qu'un zéro.** Quand rien n'est à compter, ou que l'export ne dit pas ce qu'il "
            "faudrait savoir, la raison est donnée à la place. Un ensemble vide n'a pas 100 %."
        ),
        en=(
            "**No figure rather than a zero.** Where there is nothing to count, or the export doesn't say what one "
            "would need to know, the reason stands in its place. An empty set is not 100 %."
        ),
    ),
    Text(
        fr=(
            "**Rapport de sommes.** Une part est la somme des numérateurs sur la somme des dénominateurs, jamais une "
            "moyenne de parts. Le n affiché est le nombre de lignes, et ce sont exactement celles qui s'ouvrent."
        ),
        en=(
            "**Ratio of sums.** A share is the sum of numerators over the sum of denominators, never a mean of shares. "
            "The n shown is the number of lines, and exactly those open."
        ),
    ),
    Text(
        fr=(
            "**Exposition.** Ce à quoi des réclamations se rapportent. Clients, abonnés, comptes et contrats : moyenne "
            "des mois de la période. Livraisons, contacts, ventes, expéditions et défauts : leur somme. Nulle, "
            "inconnue pour un mois ou pour la répartition demandée : pas de taux."
        ),
        en=(
            "**Exposure.** What complaints are set against. Customers, subscribers, accounts and contracts: mean of "
            "the months of the period. Deliveries, contacts, sales, shipments and defects: their sum. Zero, not known "
            "for a month, or not by the split asked for: no rate."
        ),
    ),
    Text(
        fr=(
            "**Intervalle.** À 95 %, jusqu'où le hasard seul aurait pu porter le chiffre : 18 sur 20 et 180 sur 200 "
            "font 90 % tous les deux, entre 70 et 97 % pour l'un, entre 85 et 93 % pour l'autre."
        ),
        en=(
            "**Interval.** At 95 %, how far chance alone could have moved the figure: 18 of 20 and 180 of 200 are both "
            "90 %, between 70 and 97 % for one, between 85 and 93 % for the other."
        ),
    ),
    Text(
        fr=(
            "**Nature.** KPI : un résultat. KRI : un risque, qui prévient. KCI : un contrôle, qui dit si le traitement "
            "est tenu. Un volume ne se juge pas seul : peu de réclamations n'est pas une bonne nouvelle en soi."
        ),
        en=(
            "**Kind.** KPI: a result. KRI: a risk, which warns. KCI: a control, which says whether the handling is "
            "kept. A volume is not judged alone: few complaints are no good news by themselves."
        ),
    ),
    Text(
        fr=(
            "**Demandé par.** Les numéros tels que S1-10 ou D-02 sont ceux de la liste de "
            "[ce qui a été demandé](requirements.md) ; les autres sont des textes et leurs articles."
        ),
        en=(
            "**Asked for by.** Numbers such as S1-10 or D-02 are those of the list of "
            "[what was asked](requirements.md); the others are texts and their clauses."
        ),
    ),
)
