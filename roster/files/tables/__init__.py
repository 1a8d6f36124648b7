"""What each table of a case means: one module a subject, each from rows to the model's records."""
