"""Work in a child process that ends in time."""
