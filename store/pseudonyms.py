"""Customers without their numbers: a keyed hash tells that two complaints are one customer's, and not whose.

The key lies in the store's folder, readable by its owner alone. Without it no pseudonym can be made or checked.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

COLUMN = "customer_key"
KEY_FILE = "pseudonyms.key"
KEY_BYTES, SHOWN_DIGITS = 32, 24


def pseudonym(customer: str, key: bytes) -> str:
    """The pseudonym of a customer as the source names them: 24 hexadecimal digits of HMAC-SHA-256."""
    return hmac.new(key, customer.encode(), "sha256").hexdigest()[:SHOWN_DIGITS]


def pseudonymise(accepted: pa.Table, home: Path) -> pa.Table:
    """The table with every customer key replaced by its pseudonym; missing stays missing."""
    place = accepted.schema.get_field_index(COLUMN)
    named = pc.dictionary_encode(accepted.column(COLUMN).combine_chunks())
    if not len(named.dictionary):
        return accepted
    key = _key(home / KEY_FILE)
    hidden = pa.array([pseudonym(customer, key) for customer in named.dictionary.to_pylist()], pa.string())
    return accepted.set_column(place, accepted.schema.field(place), hidden.take(named.indices))


def _key(path: Path) -> bytes:
    """The store's key, made on first use. The caller holds the writer's lock."""
    if not path.exists():
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    return path.read_bytes()
