"""Hand-overs: the log by hand, the list, the reliefs, the signatures."""
