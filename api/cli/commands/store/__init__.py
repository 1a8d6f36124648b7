"""Commands on a published month in the store."""
