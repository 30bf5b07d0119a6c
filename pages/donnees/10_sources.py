"""Sources: from a file to figures. Receive, understand, correct, check, import; and what was imported so far."""

from __future__ import annotations

from ui import data, frame, intake, ledger, welcome
from ui.show import card

page = frame.open_page("sources")
words = page.words
empty = page.data is None
intake.finished(words)
if empty:
    welcome.steps(words, None)
    intake.demonstration(words)

with card("intake"):
    path = intake.received(words)
    if path:
        profile = intake.agreed(words, intake.proposed(words, path))
        if profile:
            found = intake.checked(words, path, profile)
            intake.preview(words, found)
            intake.checks(words, found)
            intake.take(words, found)

if not empty or data.standings():
    with card("sources"):
        ledger.sources(words)
if not empty:
    with card("imports"):
        ledger.imports(words)
