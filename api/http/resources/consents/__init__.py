"""What a draft asks of people before it may be published."""
