"""What no roster can beat, and what one more seat, wish or agent is worth."""
