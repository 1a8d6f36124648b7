"""Centres and the tables of their months."""
