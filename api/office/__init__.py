"""The desks of every centre in one store, and what the doors read off them."""
