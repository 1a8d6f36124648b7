"""Who searches when, in which process, until when."""
