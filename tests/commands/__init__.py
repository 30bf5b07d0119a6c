"""The commands of `vigie`, as typed."""
