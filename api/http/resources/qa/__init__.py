"""The quality plan, marks and summaries."""
