"""Deputies."""
