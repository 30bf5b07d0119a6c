"""Figures, one file per chart. They draw what kpi computed and compute nothing."""
