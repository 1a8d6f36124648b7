"""Work beyond the roster in an emergency."""
