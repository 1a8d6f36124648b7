"""One JSON shape a resource, the same over HTTP and for `--json`."""
