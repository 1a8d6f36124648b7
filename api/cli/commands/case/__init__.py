"""Commands on a case in files: no store, no service."""
