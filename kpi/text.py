"""A sentence in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same sentence in French and English."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in `language` ('fr' or 'en'); English for any other."""
        return self.fr if language == "fr" else self.en
