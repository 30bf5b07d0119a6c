"""Sources: from a file to figures."""

from __future__ import annotations

from ui import frame

page = frame.open_page("sources")
