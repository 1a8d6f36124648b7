"""The service, its worker, its backup."""
