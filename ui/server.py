"""Starts the app: `python -m ui.server [--server.port 8501 …]`, which is what `vigie serve` runs.

Streamlit takes a folder `pages/` beside its script for an older kind of app until the script's first run, and tells
whoever opens a page's own address first after a start that there is no such page. Here it is told before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

APP = Path(__file__).resolve().parents[1] / "app.py"


def main() -> None:
    """Serve until stopped; arguments are Streamlit's own."""
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(APP), *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()
