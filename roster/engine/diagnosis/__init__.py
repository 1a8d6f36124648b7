"""Why there is no roster, why a wish was not met, and what would have to give."""
