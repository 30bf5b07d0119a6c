"""What the store refuses, in one sentence: what, where, and what to do."""

from __future__ import annotations


class StoreError(RuntimeError):
    """The store can't do what was asked, and nothing half-done is left behind."""


class DamagedError(StoreError):
    """A file of the store is missing or isn't what was written."""


class BusyError(StoreError):
    """Another process holds a lock for longer than we wait."""


class NoRoomError(StoreError):
    """The disk is full."""


class UnwritableError(StoreError):
    """The folder or the ledger may be read, and not written to."""


class UnpublishedError(StoreError):
    """An import is recorded, and its figures are not there yet."""


class StillGrowingError(StoreError):
    """A file is still being written; it can be taken once it is complete."""
