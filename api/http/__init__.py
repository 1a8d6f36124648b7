"""The REST door: one small package or module per resource, all alike."""
