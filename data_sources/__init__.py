"""From an export to canonical complaints: connectors, profiles, checks. Knows nothing of figures."""
