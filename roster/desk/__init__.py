"""The desk: everything that happens to a month after its case: rosters, swaps, leave, attendance, the close."""
