"""One migration a file, each from the one before."""
