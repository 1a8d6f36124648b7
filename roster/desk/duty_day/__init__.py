"""The duty day: each shift's roll call, log, relief and hand-over (DUTY-1 to DUTY-4)."""
