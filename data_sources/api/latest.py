"""Each record once: the same content again is a repetition, another content is a version, and the newest stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from data_sources.api.records import Taken


@dataclass(slots=True, kw_only=True)
class Latest:
    """By identity: the place (1-based, in the order received), the moment and the digest of the version that stays."""

    repeated: int = field(default=0, init=False)
    replaced: int = field(default=0, init=False)
    digests: dict[str, str] = field(default_factory=dict, init=False)
    moments: dict[str, datetime | None] = field(default_factory=dict, init=False)

    def take(self, record: Taken) -> bool:
        """Whether this version stays: it is new, or newer, or as new and received later."""
        known, digest = self.digests.get(record.identity), record.digest
        if known == digest:
            self.repeated += 1
            return False
        if known is not None:
            self.replaced += 1
            if _is_older(record.moment, self.moments[record.identity]):
                return False
        self.digests[record.identity] = digest
        self.moments[record.identity] = record.moment
        return True

    def notes(self) -> dict[str, str]:
        told = {"repeated_records": self.repeated, "several_versions_newest_kept": self.replaced}
        return {name: str(count) for name, count in told.items() if count}


def _is_older(moment: datetime | None, other: datetime | None) -> bool:
    return other is not None and (moment is None or moment < other)
