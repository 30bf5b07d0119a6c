"""How exports name what we know, in French, English, German and Spanish: the surest names of each first.

Names are compared without accents, case or signs (`vocabulary.plain`). A name in two lists means what its values say.
"""

from __future__ import annotations

from collections.abc import Mapping


def listed(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each text parted at its commas."""
    return {name: tuple(text.split(", ")) for name, text in texts.items()}


NAMES = listed(
    {
        "complaint_id": (
            "complaint id, complaint number, id, numero, number, no, n, num, ticket, ticket id, ticket number, case "
            "id, case number, case enquiry id, reference, ref, numero de reclamation, numero reclamation, id "
            "reclamation, reclamation, n reclamation, reference reclamation, dossier, numero de dossier, numero "
            "dossier, n dossier, id dossier, incident, incident number, issue key, caso, case no, case ref, complaint "
            "ref, complaint reference, file number, notification, notification number, ticket sequence, "
            "vorgangsnummer, vorgang, ticketnummer, fallnummer, beschwerdenummer, reklamationsnummer, aktenzeichen, "
            "nummer, nr, lfd nr, numero de reclamacion, numero de queja, numero de expediente, n de reclamacion, n de "
            "expediente, expediente, folio, n ticket, numero de ticket, numero ticket, n incident, n d incident, "
            "numero d incident, n de dossier, n demande, n de demande, numero de demande, ref dossier, ref "
            "reclamation, reference dossier, issue id, identifiant"
        ),
        "source": "source system, systeme source, application source",
        "kind": (
            "type de demande, nature de la demande, nature, request type, record type, type de contact, nature du "
            "contact, anliegenart, tipo de contacto, tipo de solicitud"
        ),
        "sent_at": (
            "date d envoi, date envoi, date du courrier, sent, date sent, date d emission, date d envoi par le "
            "client, date courrier, date de la lettre, letter date, date on letter, briefdatum, schreiben vom, fecha "
            "de envio"
        ),
        "received_at": (
            "received, date received, opened date, case opened, recu le, date de reception, date reception, "
            "reception, date recue, open dt, "
            "opened, opened at, date opened, open date, created, created at, date created, creation date, "
            "creationdate, create date, createdate, created date, recu, recue, date de creation, date creation, cree "
            "le, date de la reclamation, date reclamation, date de depot, depose le, complaint date, date submitted, "
            "submitted, submitted at, date d ouverture, date ouverture, ouvert le, date d arrivee, date of complaint, "
            "reported at, date de reception de la reclamation, received date, received on, received at, date rec d, "
            "recd, eingang, eingangsdatum, eingegangen am, erhalten am, fecha de recepcion, fecha recepcion, "
            "recibido, recibida el, fecha de entrada, opening date, created on, created time, erstellt am, erstellt, "
            "angelegt am, fecha de creacion, fecha creacion, fecha de alta, fecha de apertura, date d entree, date d "
            "appel, notif date, notification date, request date, logged on, date demande, date de la demande, date "
            "incident, ouvert, date, fecha, datum"
        ),
        "registered_at": (
            "registered, date registered, date d enregistrement, date enregistrement, enregistre le, date de saisie, "
            "date saisie, saisi le, logged at, date logged, entered at, registered at, registration date, logged, "
            "erfasst am, erfassungsdatum, registriert am, fecha de registro, date d enregistrement dans l outil"
        ),
        "acknowledged_at": (
            "acknowledged, acknowledgement date, date acknowledged, accuse de reception, date accuse de reception, "
            "date d accuse de reception, date ar, ar envoye le, accuse le, acknowledged at, acknowledged on, "
            "acknowledgement sent, ack sent, ack date, first responded at, first response at, first reply at, first "
            "response date, first reply date, first agent reply date, initial response time, date de premiere "
            "reponse, premiere reponse, date 1ere reponse, ar envoye, accuse de reception le, date de l ar, "
            "eingangsbestatigung, bestatigt am, empfangsbestatigung, erste antwort, acuse de recibo, fecha acuse, "
            "fecha de acuse de recibo, primera respuesta"
        ),
        "owned_at": (
            "owned, assigned at, date assigned, prise en charge, date de prise en charge, pris en charge le, date "
            "prise en charge, date d affectation, affecte le, assigned on, date d attribution, attribue le, "
            "zugewiesen am, fecha de asignacion, initially assigned at"
        ),
        "promise_made_at": "promise made, date d annonce, delai annonce le, extension announced",
        "promised_at": (
            "promised, target dt, target date, due date, due, due at, due by, deadline, echeance, date d echeance, "
            "date echeance, date limite, date promise, date cible, reponse prevue le, date de reponse prevue, sla "
            "due, promise date, due on, due by time, required end, reqd end, target resolution date, date cible de "
            "resolution, date de resolution max, date butoir, a traiter avant le, a repondre avant le, repondre avant "
            "le, delai, date limite de reponse, reply due, response due, response due by, respond by, answer due by, "
            "frist, faellig am, fallig am, falligkeit, falligkeitsdatum, zieldatum, fecha limite, vencimiento, fecha "
            "de vencimiento, fecha prevista de respuesta, date de fin prevue, time to resolve due, resolve by, "
            "resolution by"
        ),
        "replied_at": (
            "replied, final response sent, repondu, reply date, date replied, response date, date of response, "
            "responded at, answered at, "
            "answer date, date answered, reponse, date de reponse, date reponse, repondu le, reponse envoyee le, date "
            "de la reponse, date d envoi de la reponse, final response date, replied at, replied on, reply sent, "
            "reply sent on, response sent, response sent on, responded on, date responded, date of reply, final reply "
            "sent, final response, final reply date, answered on, answered, date d envoi reponse, envoi reponse, date "
            "envoi reponse, reponse le, reponse client le, date reponse client, date de reponse au client, "
            "beantwortet am, antwortdatum, antwort am, beantwortet, fecha de respuesta, fecha respuesta, respondida "
            "el, respuesta"
        ),
        "resolved_at": (
            "resolved, resolution date, date resolved, solved at, date de resolution, date resolution, resolu le, "
            "solved date, resolved at, resolved on, resolved time, resolution time, solved, solved on, date de "
            "solution, gelost am, losungsdatum, erledigt am, fecha de resolucion, fecha resolucion, resuelto el, resolu"
        ),
        "closed_at": (
            "closed, closed dt, close date, closed date, date closed, closing date, date de cloture, clos, date "
            "cloture, cloture, cloture le, clos le, date de fermeture, ferme le, closed at, closed on, closed time, "
            "closing on, completed on, completion date, completn date, date closure, closure date, date fermeture, "
            "date de fin, date cloture dossier, abgeschlossen am, abschlussdatum, geschlossen am, fecha de cierre, "
            "fecha cierre, cerrado el, ferme, ferme a, schliesszeit, geschlossen"
        ),
        "reopened_at": (
            "reopened, date reopened, date de reouverture, rouvert le, reouverture, reopened at, reopened on, "
            "wiedereroffnet am, fecha de reapertura"
        ),
        "mediator_at": (
            "mediator, mediation date, date de mediation, date mediation, saisine du mediateur, date de saisine du "
            "mediateur, date saisine mediateur"
        ),
        "last_event_at": (
            "updated, updated at, last updated, sys updated at, last modified, modified, modified at, last modified "
            "date, mise a jour, date de mise a jour, date mise a jour, date maj, maj, modifie le, derniere "
            "modification, date de modification, date modification, updated on, updated time, last update, last "
            "update time, last updated at, system modstamp, changed on, changed, last modified at, last modified on, "
            "derniere mise a jour, date de derniere modification, date derniere modification, letzte anderung, "
            "geandert am, zuletzt geandert, aktualisiert am, ultima actualizacion, fecha de actualizacion, ultima "
            "modificacion, modified on, modified time, mis a jour, mis a jour le"
        ),
        "paused_days": "paused, jours de suspension, jours suspendus, pause days, days on hold",
        "handoffs": (
            "reassignment count, reassignments, number of reassignments, nombre de reaffectations, reaffectations, "
            "nombre de transferts, nb transferts, number of transfers, transfer count, hand offs, handovers, "
            "changements de gestionnaire"
        ),
        "reprioritised": (
            "reprioritized, priority changed, priorite modifiee, priorite changee, changement de priorite, requalifiee"
        ),
        "channel": (
            "channel, canal, canal de reception, canal d entree, canal reception, submitted via, received via, "
            "contact type, moyen de contact, media, mode de contact, mode de reception, via, origin, case origin, "
            "origine du contact, mode, via channel, source name, source de la demande, source du ticket, canal d "
            "arrivee, canal utilise, how received, received by, method of contact, contact method, contact channel, "
            "request source, origine, origine de la demande, eingangskanal, kanal, eingangsweg, kontaktweg, medium, "
            "canal de entrada, canal de recepcion, via de entrada, medio, provenance, quelle, herkunft, "
            "procedencia, intake channel"
        ),
        "level": "niveau, niveau de recours, tier, complaint level, niveau de traitement, escalation level",
        "status": (
            "statut, etat, state of case, case status, ticket status, status name, avancement, incident state, etat "
            "du dossier, statut de la reclamation, stage, pipeline stage, etape, etape du ticket, system status, user "
            "status, bearbeitungsstatus, stand, zustand, estado, situacion, situation, ticket state, case "
            "state, status reason"
        ),
        "motive": (
            "motif, case reason, motif de la reclamation, motif reclamation, category, categorie, reason, "
            "issue, topic, theme, "
            "complaint type, cause de la reclamation, complaint category, objet de la reclamation, motive, motif de "
            "reclamation, motif de la demande, sujet de la reclamation, nature de la reclamation, type de "
            "reclamation, nature of complaint, complaint reason, incident category, ticket category, request "
            "category, component s, beschwerdegrund, grund, kategorie, reklamationsgrund, thema, motivo, motivo de la "
            "reclamacion, motivo de queja, categoria, tipo de reclamacion, type, ticket type, type de ticket, issue "
            "type, thematique, probleme, problem, grund der beschwerde, anlass"
        ),
        "sub_motive": (
            "sous motif, subcategory, sub category, sous categorie, subcategories, sub issue, subtype, sous theme, "
            "detail du motif, sub reason, cause category, unterkategorie, submotivo, subcategoria, sous "
            "famille, sous thematique, sous probleme"
        ),
        "severity": (
            "severite, gravite, ticket priority, case priority, priority, priorite, criticite, urgence, "
            "criticality, priority name, niveau de "
            "priorite, niveau d urgence, niveau de gravite, prioritat, dringlichkeit, schweregrad, prioridad, "
            "gravedad, severity level"
        ),
        "product": (
            "produit, product name, service, gamme, offre, product type, produit concerne, produit service, produit "
            "ou service, product or service, material, artikel, produkt, dienstleistung, producto, servicio, contrat "
            "concerne, flight, vol, ligne"
        ),
        "site": (
            "agence, etablissement, branch, location name, usine, magasin, store, centre, plant, location, "
            "localisation, lieu, site concerne, agence concernee, agence de rattachement, branch office, city, ville, "
            "commune, neighborhood, neighbourhood, quartier, standort, filiale, niederlassung, werk, ort, sucursal, "
            "oficina, ciudad, localidad, tienda, emplacement, airport, aeroport, gare, station"
        ),
        "region": (
            "state, province, departement, direction regionale, reg name, zone, territoire, area, bundesland, gebiet, "
            "provincia, comunidad autonoma, zona"
        ),
        "country": "pays, country code, code pays, land, pais",
        "customer_type": (
            "type de client, type client, client type, customer category, categorie de client, kundentyp, kundenart, "
            "tipo de cliente, categorie client, customer segment type"
        ),
        "profile": "profil, segment, profil client, segment client, customer segment",
        "vulnerable": "vulnerable customer, vulnerabilite, client vulnerable, client fragile, vulnerability",
        "handler_team": (
            "equipe, team, department, assignment group, group, groupe, service traitant, queue, equipe traitante, "
            "entite traitante, assigned team, service en charge, equipe en charge, support group, assigned group, "
            "assignee group, groupe de techniciens, groupe attribue, attribue a groupe, groupe assigne, equipe en "
            "charge du traitement, service concerne, service destinataire, pole, dept, group name, abteilung, gruppe, "
            "bearbeitergruppe, zustandige stelle, equipo, departamento, area responsable, grupo, groupe d "
            "affectation, service instructeur"
        ),
        "responsible_process": "processus, processus responsable, process, prestataire, fournisseur, supplier",
        "distributor": "distributeur, courtier, broker, intermediaire, reseau de distribution, partenaire",
        "invoice_dispute": "contestation de facture, litige facture, billing dispute, facture contestee",
        "written": "ecrit, par ecrit, in writing, reclamation ecrite",
        "has_contact": (
            "contact details, contact known, contactable, coordonnees, coordonnees connues, coordonnees completes, "
            "joignable, contact agreement, contactagreement, accord de contact"
        ),
        "external_provider": (
            "external supplier, outside provider, third party, prestataire externe, fournisseur externe, sous "
            "traitant, sous traitance, imputable a un tiers"
        ),
        "outcome": (
            "decision, issue de la reclamation, resultat, result, fonde, fondee, reclamation fondee, bien fonde, "
            "upheld, conclusion, complaint outcome, fonde o n, fondee o n, ergebnis, entscheidung, berechtigt, "
            "resultado, resolucion, disposition"
        ),
        "pretext": "motif de rejet, motif du refus, rejection reason, justification",
        "cause_occurrence": (
            "cause, cause racine, root cause, cause d occurrence, cause d apparition, ursache, causa, causa raiz"
        ),
        "cause_nondetection": "cause de non detection, cause non detection, non detection cause",
        "compensation_claimed": (
            "montant reclame, montant demande, amount claimed, claimed amount, montant du litige, forderung, importe "
            "reclamado"
        ),
        "compensation_granted": (
            "montant accorde, geste commercial, indemnisation, dedommagement, compensation, amount granted, redress, "
            "montant du geste, refund, remboursement, amount paid, geste co, montant du geste commercial, montant "
            "indemnisation, compensation paid, refund amount, goodwill, entschadigung, gutschrift, kulanz, importe "
            "abonado, indemnizacion, compensacion"
        ),
        "currency": "devise, monnaie, currency code, wahrung, moneda",
        "csat": (
            "satisfaction, note de satisfaction, csat score, satisfaction score, note satisfaction, zufriedenheit, "
            "satisfaccion"
        ),
        "csat_scale": "echelle csat, echelle de satisfaction",
        "ces": "effort, score d effort, effort score, customer effort score",
        "ces_scale": "echelle ces",
        "nps": "nps score, recommandation, note nps, net promoter score",
        "has_suggestion": "suggestion, suggested improvement, suggestion du client, proposition d amelioration",
        "customer_key": (
            "customer id, customer number, client id, id client, numero client, n client, code client, account "
            "number, account id, contract number, numero de contrat, reference client, numero abonne, requester id, "
            "caller id, caller, contact id, customer no, customer ref, customer, client, n de client, n contrat, "
            "numero de compte, customer account, account, kundennummer, kunden nr, kunde, vertragsnummer, numero de "
            "cliente, n cliente, cliente, identifiant client"
        ),
        "parent_id": (
            "parent, reclamation initiale, parent case, linked case, dossier parent, duplicate of, parent ticket id, "
            "parent case id, ticket parent, linked to, vorgang ubergeordnet"
        ),
    }
)

OTHERS = listed(
    {
        "clock": "time, heure, hour, heure de reception, heure reception, time received, uhrzeit, hora",
        "deleted": (
            "is deleted, deleted, spam, is spam, supprime, est supprime, corbeille, geloscht, eliminado, borrado"
        ),
        "parents": (
            "ticket id, case id, complaint id, incident id, id ticket, id dossier, id reclamation, ticket number, "
            "case number, complaint number"
        ),
        "copied": (
            "synced, sync, loaded at, load date, extracted at, extraction date, export date, exported at, date d "
            "export, date export, date d extraction, date extraction, ingested at, imported at, date d import, time "
            "zone, timezone, fuseau horaire, zeitzone, zona horaria, exportdatum, fecha de exportacion"
        ),
    }
)
"""Times of day; marks of deleted rows; keys of the ticket a row belongs to; what a copy adds about itself."""
