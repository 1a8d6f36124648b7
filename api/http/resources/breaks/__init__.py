"""The breaks of a published day."""
