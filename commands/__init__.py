"""The commands of `vigie`, by subject. Each asks the store or `kpi` and prints; none computes."""
