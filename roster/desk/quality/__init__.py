"""Breaks and quality samples of the published month at the desk."""
