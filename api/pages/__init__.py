"""The pages: the same acts and rights as the API, as HTML that works without scripts."""
