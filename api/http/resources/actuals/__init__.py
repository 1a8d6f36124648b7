"""Actual figures beside the predicted ones."""
