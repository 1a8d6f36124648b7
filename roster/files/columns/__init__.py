"""Tables by their headers: a column and its cells, the header, the rows, and columns that nothing is known of."""
