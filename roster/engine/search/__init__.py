"""Best response and annealing: agents taken out and put back by their cheapest months."""
