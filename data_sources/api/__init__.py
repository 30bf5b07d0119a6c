"""APIs asked by declaration: one YAML file each in connectors/crm, one client for all. Knows no vendor by name."""
