"""Migrations of the doors' tables, run by `api.store.migrate`."""
