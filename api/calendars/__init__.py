"""Calendar feeds: subscriptions, and the entries that every subscriber has been shown."""
