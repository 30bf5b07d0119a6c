"""What tells one person from all others: numbers of accounts, of the state, of devices. Nothing is figured by it, so it
is not kept. Known by the name of a column, or by values that no other kind of text looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.names import listed
from data_sources.vocabulary import words

_NAMED = listed(
    {
        "identifier": (
            "iban, iban bic, rib, bban, compte bancaire, coordonnees bancaires, bank account, bankverbindung, "
            "kontonummer, cuenta bancaria, carte bancaire, carte credit, credit card, debit card, kreditkarte, "
            "kreditkartennummer, tarjeta, securite sociale, secu, nir, nss, social security, ssn, nino, national "
            "insurance, sozialversicherungsnummer, seguridad social, date naissance, ne le, nee le, naissance, "
            "lieu naissance, annee naissance, birth date, birthdate, birth, birthday, birth day, dob, birth "
            "place, year birth, birth year, born, born on, geburtsdatum, geburtstag, geburtsort, fecha "
            "nacimiento, lugar nacimiento, passeport, passport, reisepass, pasaporte, carte identite, cni, piece "
            "identite, identity card, identity document, national id, personalausweis, ausweisnummer, dni, nif, "
            "nie, cedula, taxpayer, steuernummer, permis conduire, driving licence, driving license, driver "
            "licence, driver license, drivers license, fuhrerschein, ip, ip source, client ip, ipv4, ipv6, mac, "
            "imei, imsi, iccid, cookie, plaque immatriculation, immatriculation, immat, immatriculation vehicule, "
            "licence plate, license plate, number plate, registration plate, vehicle registration, plate, "
            "kennzeichen, login, log in, logon, username, user name, nom utilisateur, identifiant connexion, "
            "pseudo, pseudonyme, pseudonym, nickname, screen name, twitter handle, benutzername, usuario, nombre "
            "usuario, identification fiscal, tax identification, tax id, device id, plaque vehicule"
        )
    }
)["identifier"]
_NAMES = frozenset(map(words, _NAMED))
_FILLERS = words(
    "de du des d la le l del der the of et and a n no nr num numero number nummer adresse address ref reference code "
    "full complet complete 1 2"
)
_PEOPLE = words(
    "client customer cliente kunde kunden assure adherent abonne usager beneficiaire titulaire plaignant reclamant "
    "demandeur declarant patient membre member contact requester claimant complainant policyholder beneficiary holder "
    "user utilisateur passenger passager conducteur driver tenant locataire"
)
_IBAN = r"^[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}$"
_NIR = r"^[1-478](?:[ .]?[0-9]){4}[ .]?[0-9][0-9ABab](?:[ .]?[0-9]){8}$"
_SPACED_NIR = r"^[12] [0-9]{2} [0-9]{2} [0-9][0-9AB] [0-9]{3} [0-9]{3}$"
_IP = r"^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,8})$"


def names_one_person(name: str) -> bool:
    """Whether a name, in plain words, says such a number, whoever's it is."""
    said = words(name) - _FILLERS
    return said in _NAMES or said - _PEOPLE in _NAMES


def share_of_identifiers(texts: pa.Array) -> float:
    """How many of these texts are an IBAN or a French social security number with the right key, or an IP address."""
    shapes: tuple[tuple[str, Callable[[str], bool]], ...] = (
        (_IBAN, _is_iban), (_NIR, _is_nir), (_SPACED_NIR, bool), (_IP, _is_ip),
    )  # fmt: skip
    found = (sum(map(is_one, _shaped(texts, shape))) for shape, is_one in shapes)
    return sum(found) / len(texts) if len(texts) else 0.0


def _shaped(texts: pa.Array, shape: str) -> list[str]:
    shaped: list[str] = texts.filter(pc.match_substring_regex(texts, shape)).to_pylist()
    return shaped


def _is_iban(text: str) -> bool:
    """ISO 13616: the letters as numbers from 10 on, country and key last, leave 1 of 97."""
    bare = re.sub("[ -]", "", text).upper()
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def _is_nir(text: str) -> bool:
    """INSEE: number and key together make 97; the departments of Corsica count as 19 and 18."""
    bare = re.sub("[ .]", "", text).upper()
    department = {"2A": "19", "2B": "18"}.get(bare[5:7], bare[5:7])
    number = bare[:5] + department + bare[7:13]
    return number.isdigit() and 97 - int(number) % 97 == int(bare[13:])


def _is_ip(text: str) -> bool:
    try:
        return ip_address(text) is not None
    except ValueError:
        return False
