"""One file per kind of source, found by its name; see data_sources.connector."""
