"""Webhooks of a centre."""
