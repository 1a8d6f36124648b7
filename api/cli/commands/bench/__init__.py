"""Benchmarks by command."""
