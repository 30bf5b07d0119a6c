"""Vigie: the steering of customer complaints. `streamlit run app.py`, or `vigie serve`."""

from __future__ import annotations

from ui import frame

frame.run()
