"""The canonical complaint: one Arrow schema, each column documented in its own metadata.

Dates are UTC without a zone; `timezone` names the zone they are local to. Only REQUIRED columns must be
filled: a figure that needs another one says that the export lacks it.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa

REQUIRED = ("complaint_id", "source", "received_at")
CHANNELS = ("letter", "email", "web", "phone", "counter", "app", "social", "review", "other")
KINDS = ("complaint", "remark", "request")
OUTCOMES = ("upheld", "partly", "rejected", "undecided")
ENUMS = {"channel": CHANNELS, "kind": KINDS, "outcome": OUTCOMES}

_MOMENT = pa.timestamp("us")

_MILESTONES = {
    "sent_at": "When the customer sent it; the ACPR clock starts here.",
    "received_at": "When it reached the organisation; every other clock starts here.",
    "registered_at": "When it was entered in the tool, or passed on to the company.",
    "acknowledged_at": "When an acknowledgement of receipt was sent.",
    "owned_at": "When somebody took charge of it.",
    "promise_made_at": "When a new date was announced to the customer.",
    "promised_at": "The date promised to the customer; may lie in the future.",
    "replied_at": "When the substantive reply was sent; never an acknowledgement nor an internal closure.",
    "resolved_at": "When the matter was settled.",
    "closed_at": "When the case was closed in the tool.",
    "reopened_at": "When it was last reopened.",
    "mediator_at": "When it was referred to a mediator.",
    "last_event_at": "When the source last touched it; else its latest past milestone. Decides between versions.",
}
MILESTONES = tuple(_MILESTONES)
PAST_MILESTONES = tuple(name for name in MILESTONES if name != "promised_at")

_DIMENSIONS = {
    "channel": "How it came in: " + ", ".join(CHANNELS) + ".",
    "level": "1 service, 2 dedicated recourse, 3 mediator.",
    "status": "The status in the source, in its own words.",
    "motive": "What it is about.",
    "sub_motive": "What it is about, in detail.",
    "severity": "How serious, in the source's own scale.",
    "product": "Product or service concerned.",
    "site": "Site, agency or plant concerned.",
    "region": "Region of the customer or of the site.",
    "country": "Country, ISO 3166 code where the source has it.",
    "customer_type": "Private, professional, local authority and the like.",
    "profile": "Segment of the customer.",
    "vulnerable": "The customer is flagged vulnerable.",
    "handler_team": "Team in charge.",
    "responsible_process": "Process or provider at the origin.",
    "distributor": "Distributor or intermediary.",
    "invoice_dispute": "It disputes an invoice.",
    "written": "It was made in writing.",
    "has_contact": "The customer can be reached: a name or an address of some kind is recorded.",
    "external_provider": "An outside provider is at the origin.",
}
DIMENSIONS = tuple(_DIMENSIONS)

_HANDLING = {
    "paused_days": "Days during which the clock stood still.",
    "handoffs": "How many times it changed hands.",
    "reprioritised": "Its priority was changed after triage.",
}

_OUTCOME = {
    "outcome": "Decision: " + ", ".join(OUTCOMES) + ".",
    "pretext": "Reason given for the outcome.",
    "cause_occurrence": "Why it happened.",
    "cause_nondetection": "Why it was not noticed before the customer did.",
    "compensation_claimed": "Claimed, in minor units of `currency` (cents).",
    "compensation_granted": "Granted, in minor units of `currency` (cents).",
    "currency": "ISO 4217 code of the compensations.",
}
MONEY = ("compensation_claimed", "compensation_granted")

_VOICE = {
    "csat": "Satisfaction score, on `csat_scale`.",
    "csat_scale": "Scale of csat, e.g. 1-5.",
    "ces": "Effort score, on `ces_scale`.",
    "ces_scale": "Scale of ces, e.g. 1-7.",
    "nps": "Likelihood to recommend, 0 to 10.",
    "has_suggestion": "The customer suggested an improvement.",
}

_LINKS = {
    "customer_key": "Who complains, as a key that is no name; repeats are found with it.",
    "parent_id": "The complaint this one repeats or escalates.",
    "timezone": "IANA zone the dates of the source are local to.",
    "date_only": "Milestones of this row that came without a time of day, comma separated.",
    "extra": "Columns of the source that are mapped to nothing, as a JSON object.",
}

BOOLEANS = (
    *("vulnerable", "invoice_dispute", "written"),
    *("has_contact", "external_provider", "reprioritised", "has_suggestion"),
)
COUNTS = ("handoffs",)
DECIMALS = ("paused_days", "csat", "ces", "nps")
BOOKKEEPING = ("timezone", "date_only")
ADDED = ("has_contact", "external_provider", "handoffs", "reprioritised", "has_suggestion")
"""Younger than stores that are in use: imports of before have no such column."""


def _type_of(name: str) -> pa.DataType:
    if name in MILESTONES:
        return _MOMENT
    if name in BOOLEANS:
        return pa.bool_()
    if name in MONEY:
        return pa.int64()
    if name in DECIMALS:
        return pa.float64()
    if name in COUNTS:
        return pa.int32()
    return pa.int8() if name == "level" else pa.string()


def _schema() -> pa.Schema:
    documented = {
        "complaint_id": "Identifier of the complaint in its source; always text.",
        "source": "Where it comes from.",
        "kind": ", ".join(KINDS) + "; only complaints enter the figures, remarks are counted apart.",
        **_MILESTONES,
        **_HANDLING, **_DIMENSIONS, **_OUTCOME, **_VOICE, **_LINKS,
    }  # fmt: skip
    return pa.schema([pa.field(name, _type_of(name), metadata={"doc": doc}) for name, doc in documented.items()])


SCHEMA = _schema()
SCHEMA_VERSION = hashlib.sha256(str(SCHEMA.remove_metadata()).encode()).hexdigest()[:8]
COLUMNS = tuple(SCHEMA.names)
MAPPABLE = tuple(name for name in COLUMNS if name not in (*BOOKKEEPING, "extra"))


def documentation(column: str) -> str:
    """What a canonical column means, as the documentation and the Sources page print it."""
    metadata = SCHEMA.field(column).metadata or {}
    return bytes(metadata.get(b"doc", b"")).decode()
