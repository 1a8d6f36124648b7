"""The duty day: each shift's roll call, who is called in, relief at the seats and the hand-over (DUTY-1 to DUTY-4)."""
