"""Measuring the engine: standard instances, generated months, and the peers beside it."""
