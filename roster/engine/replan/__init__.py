"""A published roster repaired with the fewest changes."""
