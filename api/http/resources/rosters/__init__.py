"""Rosters: drafts, what binds people, and what is read off them."""
