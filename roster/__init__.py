"""The engine of a rostering desk: people, shifts, load, rosters, solvers, the desk. It knows no rule by name."""
