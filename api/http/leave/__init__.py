"""Leave."""
