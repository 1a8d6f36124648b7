"""A published month as it stands, and what a change would do to it."""
