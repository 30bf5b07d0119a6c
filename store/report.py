"""What an import tells: every line of the file, counted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

COUNTS = ("read", "new", "updated", "unchanged", "duplicate", "conflict", "rejected", "remarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`read = new + updated + unchanged + duplicate + conflict + rejected`, in lines of the file.

    `number` is None for a dry run of a new file. For a file imported before, it is the first import's number, and
    `first_imported_at` says when that was.
    """

    number: int | None
    source: str
    sha256: str
    read: int
    new: int
    updated: int
    unchanged: int
    duplicate: int
    conflict: int
    rejected: int
    remarks: int
    seconds: float
    warnings: Mapping[str, int] = field(default_factory=dict, hash=False)
    file_name: str = ""
    dry_run: bool = False
    first_imported_at: datetime | None = None

    @classmethod
    def of_nothing(cls, source: str) -> ImportReport:
        """A look that found nothing to read."""
        return cls(
            number=None, source=source, sha256="", read=0, new=0, updated=0, unchanged=0, duplicate=0, conflict=0,
            rejected=0, remarks=0, seconds=0.0,
        )  # fmt: skip

    @property
    def already_imported(self) -> bool:
        return self.first_imported_at is not None

    @property
    def changes_nothing(self) -> bool:
        """Every line is known already as it is."""
        return not (self.new or self.updated or self.rejected or self.conflict or self.warnings.get("older_version"))

    @property
    def reconciles(self) -> bool:
        kept = self.new + self.updated + self.unchanged
        return self.read == kept + self.duplicate + self.conflict + self.rejected

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTS}

    def to_json(self) -> dict[str, Any]:
        head = {"import": self.number, "source": self.source, "sha256": self.sha256}
        return {**head, **self.counts(), "warnings": dict(self.warnings), "seconds": round(self.seconds, 3)}
