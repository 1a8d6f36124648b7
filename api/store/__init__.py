"""What the doors remember beside the roster's own store: accounts, sessions, keys, jobs, feeds, notices."""
