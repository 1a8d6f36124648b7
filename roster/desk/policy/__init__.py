"""The socket of rules about requests, and what they share: the ladder, deadlines, neighbours."""
