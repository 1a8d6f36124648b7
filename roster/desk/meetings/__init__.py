"""Meetings at the desk: who was there, who hears it later."""
