"""Figures of complaints: clocks, rules, metrics, uncertainty, signals. Knows no connector, no page and no store."""
