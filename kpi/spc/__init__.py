"""Signal or noise: control charts with limits for each point, four rules, and what people decided. Draws nothing.

Which chart suits a metric is `kpi.series`'s to say, and what it means in words `kpi.verdict`'s.
"""

from __future__ import annotations

from kpi.spc.attributes import c, counts, p, p_prime, u, u_prime
from kpi.spc.chart import Chart, Kind, Point, Rule, Segment, Side
from kpi.spc.history import Annotation, History, Rebase, place_of
from kpi.spc.individuals import xmr
from kpi.spc.rare import g, t
from kpi.spc.runs import Runs, anhoej

__all__ = [
    "Annotation", "Chart", "History", "Kind", "Point", "Rebase", "Rule", "Runs", "Segment", "Side",
    "anhoej", "c", "counts", "g", "p", "p_prime", "place_of", "t", "u", "u_prime", "xmr",
]  # fmt: skip
