"""The log of each shift, which everything enters by itself, and the shifts themselves (DUTY-4)."""
