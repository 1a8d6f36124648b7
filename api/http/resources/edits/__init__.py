"""Work at a draft, cell by cell."""
