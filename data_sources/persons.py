"""How exports name what tells of persons: customers, whose fields are kept apart, and staff, who are not kept."""

from __future__ import annotations

from data_sources.names import listed

PERSONAL = listed(
    {
        "name": (
            "nom, prenom, name, customer name, client name, nom client, nom du client, first name, last name, "
            "firstname, lastname, surname, full name, nom prenom, nom et prenom, nom complet, contact name, client, "
            "reclamant, nom du reclamant, complainant, appelant, passenger, usager, adherent, kundenbenutzer, "
            "requester name, prenom client, requester, requestor, "
            "demandeur, nom du demandeur, beneficiaire, nom abonne, assure, nom de l assure, caller, caller id, "
            "customer, reporter, creator, submitter, supplied name, kunde, kundenname, vorname, nachname, "
            "ansprechpartner, melder, beschwerdefuhrer, nombre, apellidos, apellido, nombre y apellidos, cliente, "
            "nombre del cliente, reclamante, solicitante, plaignant, titulaire, titulaire du compte, "
            "titulaire du contrat, "
            "titulaire du bail, nom du titulaire, correspondant, interlocuteur, signature, signataire, souscripteur, "
            "declarant, contact client, personne a contacter, personne concernee, destinataire, expediteur, "
            "mandataire, representant legal, tuteur, conjoint, ayant droit, nom de naissance, nom de jeune fille, "
            "nom d usage, civilite nom prenom, maiden name, birth name, middle name, given name, family name, "
            "claimant, claimant name, policyholder, policy holder, policyholder name, account holder, account holder "
            "name, cardholder, card holder, beneficiary, beneficiary name, insured, insured name, insured person, "
            "signatory, signed by, subscriber, contact person, spouse, recipient, sender, kontoinhaber, "
            "versicherungsnehmer, unterschrift, titular, titular de la cuenta, beneficiario, asegurado, firma"
        ),
        "email": (
            "email, e mail, mail, courriel, adresse mail, adresse email, adresse e mail, email client, customer "
            "email, mail client, email address, supplied email, correo electronico, correo, cc emails, to emails, "
            "from email, to email"
        ),
        "phone": (
            "telephone, phone, tel, mobile, portable, numero de telephone, n de telephone, n telephone, phone number, "
            "customer phone, supplied phone, work phone, mobile phone, gsm, telefon, telefonnummer, handy, telefono, "
            "movil, msisdn, numero msisdn, n msisdn, msisdn number, numero appelant, n appelant, "
            "calling number, fax, whatsapp"
        ),
        "address": (
            "adresse, address, street, rue, adresse postale, adresse client, adresse du client, location street name, "
            "customer address, latitude, longitude, anschrift, strasse, direccion, domicilio, calle"
        ),
        "verbatim": (
            "verbatim, ticket name, description, commentaire, commentaires, comment, comments, message, texte, "
            "text, body, "
            "narrative, consumer complaint narrative, complaint text, customer complaint, objet, subject, sujet, "
            "titre, title, libelle, detail, details, contenu, content, closure reason, close notes, resolution notes, "
            "notes, note, short description, description text, description html, body text, texte de la reclamation, "
            "reponse apportee, resume, summary, observations, remarques, details of complaint, complaint details, "
            "description of complaint, nature of the problem, action taken, actions taken, actions menees, betreff, "
            "beschreibung, bemerkung, bemerkungen, kommentar, sachverhalt, asunto, descripcion, observaciones, "
            "comentarios, texto, hechos"
        ),
        "document": (
            "photo, photos, submitted photo, submittedphoto, closed photo, closedphoto, attachment, attachments, "
            "piece jointe, pieces jointes"
        ),
    }
)

STAFF = listed(
    {
        "staff": (
            "besitzer, agent instructeur, opened by, created by, sys created by, sys updated by, updated by, "
            "last modified by, assigned to, "
            "resolved by, closed by, agent, agent name, owner, case owner, ticket owner, gestionnaire, conseiller, "
            "traite par, cree par, saisi par, pris en charge par, ouvert par, nom du conseiller, charge de dossier, "
            "charge d affaires, handler, handled by, advisor, operateur, technicien, attribue a technicien, attribue "
            "a, affecte a, intervenant, responsable, suivi par, assignee, assigned user, assigned agent, responder "
            "name, responder, agent id, processor, bearbeiter, sachbearbeiter, zustandig, erfasst von, responsable "
            "asignado, asignado a, atendido por, gestor, tramitador, registrado por"
        ),
    }
)["staff"]
