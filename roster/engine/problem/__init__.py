"""A compiled month: pieces as arrays, valued and verified."""
