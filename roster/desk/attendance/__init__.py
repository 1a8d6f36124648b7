"""Who was there, late or absent, and what follows."""
