"""Open wishes for a swap."""
