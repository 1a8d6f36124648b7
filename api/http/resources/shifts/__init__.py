"""The shifts of a day: roll call, covers, call-in."""
