"""Solves that survive: a queue, a worker, a solver in a process of its own."""
