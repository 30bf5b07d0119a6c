"""What the connector sql_query is made of: its options, links that can't write, text cells, watermarks, failures."""
