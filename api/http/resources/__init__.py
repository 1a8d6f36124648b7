"""One folder a resource: its routes and the bodies they take and give."""
