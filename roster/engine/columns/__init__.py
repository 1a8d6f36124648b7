"""Column generation: a column is one agent's whole month."""
