"""Leave from request to sign-off, and what it costs."""
