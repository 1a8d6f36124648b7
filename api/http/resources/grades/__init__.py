"""The monthly grade tests."""
