"""What a page shows, worked out from boards and records: pure functions, without HTTP."""
