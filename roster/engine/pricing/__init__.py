"""The cheapest legal month of one agent for given prices of the duties."""
