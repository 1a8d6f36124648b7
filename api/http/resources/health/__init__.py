"""Operation: alive, ready, measured."""
