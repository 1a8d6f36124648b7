"""Whose word is waited for: what each person at the desk is asked, soonest first."""
