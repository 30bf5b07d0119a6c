"""What the name of a raw column says: how far it names a canonical one. Values are not looked at."""

from __future__ import annotations

import re

from data_sources.canonical import MILESTONES
from data_sources.names import NAMES, OTHERS
from data_sources.vocabulary import likeness, place, plain, words

_EXACT = 0.95
_ALMOST = 0.95
_KEYS = ("complaint_id", "customer_key", "parent_id", "country", "currency")
_FRAMES = {"property", "properties", "hs", "stats", "fields", "cf", "u", "sys"}
_WEAK = ("date", "fecha", "datum", "type")
_PLANNED = words(
    "due target cible echeance limite max expected required planned prevu prevue sla frist ziel deadline objectif "
    "butoir vencimiento"
)
_SHORT = {
    "dt": "date",
    "dte": "date",
    "num": "numero",
    "ss": "sous",
    "recla": "reclamation",
    "rec": "reclamation",
    "cat": "categorie",
    "prio": "priorite",
    "rep": "reponse",
    "clot": "cloture",
    "lib": "",
    "cd": "",
    "cod": "",
}
_ITSELF = words(
    "ticket case complaint reclamation dossier incident demande plainte beschwerde reclamacion queja of de du "
    "des la le l "
    "d the claim anliegen"
)
_NUMBERS = words("id number no n nr num numero numero ref reference code key name nom")
CUSTOMERS = words(
    "customer client requester contact caller supplied complainant user utilisateur demandeur reclamant beneficiaire "
    "reporter kunde kunden cliente consumer consommateur adherent assure abonne usager tenant locataire patient membre "
    "member policyholder beneficiary passenger passager appelant citizen resident "
    "plaignant titulaire correspondant interlocuteur signataire souscripteur declarant claimant insured subscriber"
)
_ACKNOWLEDGED = words("ack ar acknowledgement acknowledgment")
_ENDS = words("response reply answer resolution closure closing completion reponse cloture antwort respuesta")
_FIRST_OF_ALL = words("first initial premier premiere 1ere erste primera")
_REPLIES = words("reply response responded reponse antwort respuesta answer")
_FIRST = words("first initial premier premiere 1ere erste erst primera fr ack ar accuse")
_OTHER_DATES = words(
    "viewed survey enquete birth naissance invoice facture contract contrat order commande achat purchase delivery "
    "livraison renewal start end paiement payment"
)
_WHO = words("agent requester by par name nom user email mail phone url link html")
_OTHER_STATES = words("resolution response sla survey account client customer")


def bare(name: str) -> str:
    """The name in plain words, without what a tool puts around all its columns."""
    said = re.sub(r"^custom fields? ", "", plain(_unbracketed(name.removesuffix("__c")))).split()
    while len(said) > 1 and said[0] in _FRAMES:
        said = said[1:]
    return " ".join(dict.fromkeys(said))


def _unbracketed(name: str) -> str:
    """Without a remark in brackets, such as a unit; but what a custom field is called stands in them."""
    outside = re.sub(r"\([^)]*\)", " ", name)
    return outside if outside.strip() and not plain(outside).startswith("custom field") else name


def spellings(name: str) -> tuple[str, ...]:
    """The name; in whole words for short ones (DT_CLOTURE); and without the word for the thing itself."""
    text = bare(name) or ("no" if "#" in name else name)
    whole = " ".join(filter(None, (_SHORT.get(word, word) for word in text.split())))
    core = " ".join(word for word in whole.split() if word not in _ITSELF)
    return tuple(dict.fromkeys(filter(None, (text, whole, core if core not in _NUMBERS else ""))))


def is_copied(name: str) -> bool:
    """A column that the copying or the tool added, about itself."""
    framed = name.startswith("_") and plain(name) != "id"
    return framed or name.startswith("attributes.") or likeness(name, OTHERS["copied"]) == 1


def name_likeness(raw: str, canonical: str) -> float:
    """How much a name says, 0 to 1; a key of something (`group_id`) is not the thing."""
    if is_copied(raw):
        return 0.0
    text, *others = spellings(raw)
    return max(_likeness(text, canonical), *(_ALMOST * _likeness(other, canonical) for other in others), 0.0)


def _likeness(text: str, canonical: str) -> float:
    synonyms, said = (plain(canonical), *NAMES.get(canonical, ())), set(text.split())
    if likeness(text, synonyms) == 1:
        return _EXACT * (0.7 if _is_key(text, canonical) else 0.9 if text in _WEAK else 1.0)
    if _composed(said, canonical):
        return _EXACT * 0.9
    if canonical in ("source", "customer_key") or _means_other(said, canonical):
        return 0.0
    score = _EXACT * likeness(text, [one for one in synonyms if one not in _WEAK])
    return score * (0.7 if _is_key(text, canonical) else 1.0)


def _composed(said: set[str], canonical: str) -> bool:
    """Words that mean something together, in any order."""
    if canonical == "acknowledged_at":
        first = said & _ACKNOWLEDGED or (said & _FIRST_OF_ALL and said & _REPLIES)
        return bool(first) and not said & (_PLANNED | {"by"})
    if canonical == "promised_at":
        return bool(said & _PLANNED and said & _ENDS) and not said & (_FIRST | {"sla"})
    customers = CUSTOMERS - {"user", "utilisateur"}
    return canonical == "customer_key" and bool(said & customers and said & _NUMBERS) and said <= customers | _NUMBERS


def rank(raw: str, canonical: str) -> int:
    """Among names that say the same, the surest first."""
    synonyms = (plain(canonical), *NAMES.get(canonical, ()))
    return min(place(text, synonyms) for text in spellings(raw))


def _is_key(text: str, canonical: str) -> bool:
    return text.split()[-1:] in (["id"], ["url"], ["code"]) and canonical not in _KEYS


def _means_other(said: set[str], canonical: str) -> bool:
    """A word beside the one we know turns it into something else: a *due* date of resolution, an *agent's* reply."""
    if canonical == "status":
        return bool(said & (_OTHER_STATES | _WHO))
    if canonical not in MILESTONES:
        return bool(said & _WHO)
    if said & (_OTHER_DATES | _WHO):
        return True
    return bool(said & _FIRST) if canonical == "promised_at" else bool(said & _PLANNED) or _is_first(said, canonical)


def _is_first(said: set[str], canonical: str) -> bool:
    return canonical != "acknowledged_at" and bool(said & _FIRST)
