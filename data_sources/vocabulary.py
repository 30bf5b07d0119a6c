"""How French and English exports name what we know, for proposing a profile. Accents and case do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "complaint_id": (
        "complaint id", "complaint number", "id", "numero", "number", "no", "n", "num", "ticket", "ticket id",
        "ticket number", "case id", "case number", "case enquiry id", "reference", "ref", "numero de reclamation",
        "numero reclamation", "id reclamation", "reclamation", "n reclamation", "reference reclamation", "dossier",
        "numero de dossier", "numero dossier", "n dossier", "id dossier", "incident", "incident number",
    ),
    "source": ("source system", "systeme source", "application source"),
    "kind": ("type de demande", "nature de la demande", "nature", "request type", "record type", "type de contact"),
    "sent_at": ("date d envoi", "date envoi", "date du courrier", "sent", "date sent", "date d emission"),
    "received_at": (
        "received", "date received", "recu le", "date de reception", "date reception", "reception", "date recue",
        "open dt", "opened", "opened at", "date opened", "open date", "created", "created at", "date created",
        "creation date", "creationdate", "create date", "createdate", "created date", "recu", "recue",
        "date de creation", "date creation", "cree le", "date",
        "date de la reclamation", "date reclamation", "date de depot", "depose le", "complaint date",
        "date submitted", "submitted", "submitted at", "date d ouverture", "date ouverture", "ouvert le",
        "date d arrivee", "date of complaint", "reported at",
    ),
    "registered_at": (
        "registered", "date registered", "date d enregistrement", "date enregistrement", "enregistre le",
        "date de saisie", "date saisie", "saisi le", "logged at", "date logged", "entered at",
    ),
    "acknowledged_at": (
        "acknowledged", "acknowledgement date", "date acknowledged", "accuse de reception",
        "date accuse de reception", "date d accuse de reception", "date ar", "ar envoye le", "accuse le",
    ),
    "owned_at": (
        "owned", "assigned at", "date assigned", "prise en charge", "date de prise en charge", "pris en charge le",
        "date prise en charge", "date d affectation", "affecte le",
    ),
    "promise_made_at": ("promise made", "date d annonce", "delai annonce le", "extension announced"),
    "promised_at": (
        "promised", "target dt", "target date", "due date", "due", "due at", "due by", "deadline", "echeance",
        "date d echeance", "date echeance", "date limite", "date promise", "date cible", "reponse prevue le",
        "date de reponse prevue", "sla due", "promise date",
    ),
    "replied_at": (
        "replied", "repondu", "reply date", "date replied", "response date", "date of response", "responded at",
        "answered at",
        "answer date", "date answered", "reponse", "date de reponse", "date reponse", "repondu le",
        "reponse envoyee le", "date de la reponse", "date d envoi de la reponse", "final response date",
    ),
    "resolved_at": (
        "resolved", "resolution date", "date resolved", "solved at", "date de resolution", "date resolution",
        "resolu le", "solved date",
    ),
    "closed_at": (
        "closed", "closed dt", "close date", "closed date", "date closed", "closing date", "date de cloture", "clos",
        "date cloture", "cloture", "cloture le", "clos le", "date de fermeture", "ferme le",
    ),
    "reopened_at": ("reopened", "date reopened", "date de reouverture", "rouvert le", "reouverture"),
    "mediator_at": ("mediator", "mediation date", "date de mediation", "date mediation", "saisine du mediateur"),
    "last_event_at": (
        "updated", "updated at", "last updated", "sys updated at", "last modified", "modified", "modified at",
        "last modified date", "mise a jour", "date de mise a jour", "date mise a jour", "date maj", "maj",
        "modifie le", "derniere modification", "date de modification", "date modification",
    ),
    "paused_days": ("paused", "jours de suspension", "jours suspendus", "pause days", "days on hold"),
    "handoffs": (
        "reassignment count", "reassignments", "number of reassignments", "nombre de reaffectations", "reaffectations",
        "nombre de transferts", "nb transferts", "number of transfers", "transfer count", "hand offs", "handovers",
        "changements de gestionnaire",
    ),
    "reprioritised": (
        "reprioritized", "priority changed", "priorite modifiee", "priorite changee", "changement de priorite",
        "requalifiee",
    ),
    "channel": (
        "channel", "canal", "canal de reception", "canal d entree", "canal reception", "submitted via",
        "received via", "contact type", "moyen de contact", "media", "mode de contact", "mode de reception", "via",
        "origin", "case origin", "origine du contact", "mode",
    ),
    "level": ("niveau", "niveau de recours", "tier", "complaint level", "niveau de traitement", "escalation level"),
    "status": (
        "statut", "etat", "state of case", "case status", "ticket status", "status name", "avancement",
        "incident state", "etat du dossier", "statut de la reclamation",
    ),
    "motive": (
        "motif", "motif de la reclamation", "motif reclamation", "category", "categorie", "reason", "issue", "topic",
        "theme", "complaint type", "cause de la reclamation", "complaint category", "objet de la reclamation", "motive",
    ),
    "sub_motive": (
        "sous motif", "subcategory", "sub category", "sous categorie", "subcategories", "sub issue", "subtype",
        "sous theme", "detail du motif", "sub reason",
    ),
    "severity": ("severite", "gravite", "priority", "priorite", "criticite", "urgence", "criticality"),
    "product": ("produit", "product name", "service", "gamme", "offre", "product type", "produit concerne"),
    "site": ("agence", "etablissement", "branch", "location name", "usine", "magasin", "store", "centre", "plant"),
    "region": ("state", "province", "departement", "direction regionale", "reg name", "zone", "territoire", "area"),
    "country": ("pays", "country code", "code pays"),
    "customer_type": ("type de client", "type client", "client type", "customer category", "categorie de client"),
    "profile": ("profil", "segment", "profil client", "segment client", "customer segment"),
    "vulnerable": ("vulnerable customer", "vulnerabilite", "client vulnerable", "client fragile", "vulnerability"),
    "handler_team": (
        "equipe", "team", "department", "assignment group", "group", "groupe", "service traitant", "queue",
        "equipe traitante", "entite traitante", "assigned team", "service en charge",
    ),
    "responsible_process": ("processus", "processus responsable", "process", "prestataire", "fournisseur", "supplier"),
    "distributor": ("distributeur", "courtier", "broker", "intermediaire", "reseau de distribution", "partenaire"),
    "invoice_dispute": ("contestation de facture", "litige facture", "billing dispute", "facture contestee"),
    "written": ("ecrit", "par ecrit", "in writing", "reclamation ecrite"),
    "has_contact": (
        "contact details", "contact known", "contactable", "coordonnees", "coordonnees connues",
        "coordonnees completes", "joignable",
    ),
    "external_provider": (
        "external supplier", "outside provider", "third party", "prestataire externe", "fournisseur externe",
        "sous traitant", "sous traitance", "imputable a un tiers",
    ),
    "outcome": (
        "decision", "issue de la reclamation", "resultat", "result", "fonde", "fondee", "reclamation fondee",
        "bien fonde", "upheld", "conclusion",
    ),
    "pretext": ("motif de rejet", "motif du refus", "rejection reason", "justification"),
    "cause_occurrence": ("cause", "cause racine", "root cause", "cause d occurrence", "cause d apparition"),
    "cause_nondetection": ("cause de non detection", "cause non detection", "non detection cause"),
    "compensation_claimed": ("montant reclame", "montant demande", "amount claimed", "claimed amount"),
    "compensation_granted": (
        "montant accorde", "geste commercial", "indemnisation", "dedommagement", "compensation", "amount granted",
        "redress", "montant du geste", "refund", "remboursement", "amount paid",
    ),
    "currency": ("devise", "monnaie", "currency code"),
    "csat": ("satisfaction", "note de satisfaction", "csat score", "satisfaction score", "note satisfaction"),
    "csat_scale": ("echelle csat", "echelle de satisfaction"),
    "ces": ("effort", "score d effort", "effort score", "customer effort score"),
    "ces_scale": ("echelle ces",),
    "nps": ("nps score", "recommandation", "note nps", "net promoter score"),
    "has_suggestion": (
        "suggestion", "suggested improvement", "suggestion du client", "proposition d amelioration",
    ),
    "customer_key": (
        "customer id", "customer number", "client id", "id client", "numero client", "n client", "code client",
        "account number", "account id", "contract number", "numero de contrat", "reference client", "numero abonne",
    ),
    "parent_id": ("parent", "reclamation initiale", "parent case", "linked case", "dossier parent", "duplicate of"),
}  # fmt: skip

PERSONAL: Mapping[str, tuple[str, ...]] = {
    "name": (
        "nom", "prenom", "name", "customer name", "client name", "nom client", "nom du client", "first name",
        "last name", "firstname", "lastname", "surname", "full name", "nom prenom", "nom complet", "contact name",
        "client", "reclamant", "nom du reclamant", "complainant", "requester name", "prenom client",
    ),
    "email": ("email", "e mail", "mail", "courriel", "adresse mail", "adresse email", "email client", "customer email"),
    "phone": (
        "telephone", "phone", "tel", "mobile", "portable", "numero de telephone", "phone number", "customer phone",
    ),
    "address": (
        "adresse", "address", "street", "rue", "adresse postale", "adresse client", "location street name", "lieu",
        "customer address", "latitude", "longitude",
    ),
    "verbatim": (
        "verbatim", "description", "commentaire", "commentaires", "comment", "comments", "message", "texte", "text",
        "body", "narrative", "consumer complaint narrative", "complaint text", "customer complaint", "objet", "subject",
        "libelle", "detail", "details", "contenu", "closure reason", "close notes", "resolution notes", "notes",
        "short description", "texte de la reclamation", "reponse apportee", "resume", "summary",
    ),
}  # fmt: skip

STAFF = (
    "opened by", "created by", "sys created by", "sys updated by", "updated by", "assigned to", "resolved by",
    "closed by", "caller id", "caller", "agent", "agent name", "owner", "gestionnaire", "conseiller", "traite par",
    "cree par", "saisi par", "nom du conseiller", "charge de dossier", "handler", "advisor", "operateur",
)  # fmt: skip

CLOCK = ("time", "heure", "hour", "heure de reception", "heure reception", "time received")

VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "channel": {
        "letter": ("letter", "courrier", "lettre", "mail postal", "postal", "post", "fax", "recommande", "lrar"),
        "email": ("email", "e mail", "mail", "courriel", "mel"),
        "web": ("web", "internet", "site", "formulaire", "online", "portail", "portal", "chat", "self service", "form"),
        "phone": ("phone", "telephone", "tel", "call", "appel", "voice", "ivr", "hotline"),
        "counter": ("counter", "guichet", "agence", "accueil", "boutique", "branch", "walk in", "in person", "face"),
        "app": ("app", "application", "mobile app", "appli"),
        "social": ("social", "reseaux sociaux", "twitter", "facebook", "x", "instagram", "reseau social", "linkedin"),
        "review": ("review", "avis", "trustpilot", "google"),
        "other": ("other", "autre", "autres", "divers", "referral"),
    },
    "kind": {
        "complaint": ("complaint", "reclamation", "plainte", "claim", "grievance"),
        "remark": ("remark", "remarque", "suggestion", "compliment", "observation", "feedback", "remerciement"),
        "request": ("request", "demande", "question", "renseignement", "information", "enquiry", "inquiry", "query"),
    },
    "outcome": {
        "upheld": ("upheld", "fondee", "fonde", "accepted", "acceptee", "favorable", "justified", "oui", "yes"),
        "partly": ("partly", "partially", "partiel", "partielle", "partiellement", "partly upheld"),
        "rejected": ("rejected", "non fondee", "non fonde", "refusee", "rejetee", "defavorable", "not upheld", "non",
                     "no", "unjustified", "infondee"),
        "undecided": ("undecided", "en cours", "pending", "sans decision", "indetermine"),
    },
}  # fmt: skip

NULL_MARKERS = (
    "?", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan", "NaT", "-", "--", "(null)", "(vide)",
    "(blank)", "\\N",
)  # fmt: skip


def plain(name: str) -> str:
    """Lower case, without accents, words parted by one space; camelCase and snake_case are parted too."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace("°", " ").replace("º", " "))
    folded = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", folded))


def likeness(name: str, synonyms: Iterable[str]) -> float:
    """1 for one of the synonyms, less when it is only part of the name, 0 when it has nothing of it.

    Gender and number do not count: « Répondues le » is « répondu le ».
    """
    text = _stem(plain(name))
    best = 0.0
    for synonym in synonyms:
        stem = _stem(synonym)
        if text == stem:
            return 1.0
        if len(synonym) > 2 and f" {stem} " in f" {text} ":
            best = max(best, 0.5 + 0.4 * len(stem) / len(text))
    return best


def _stem(text: str) -> str:
    """Each word of four letters or more without its ending in e, es or s."""
    return " ".join(re.sub(r"(?<=\w{3})(e+s?|s)$", "", word) for word in text.split())


def canonical_value(column: str, text: str) -> str | None:
    """The canonical value an enumerated text stands for: the longest word of ours found in it."""
    words = f" {plain(text)} "
    found = [
        (len(word), value)
        for value, synonyms in VALUES[column].items()
        for word in (value, *synonyms)
        if f" {word} " in words
    ]
    return max(found)[1] if found else None
