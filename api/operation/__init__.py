"""Operation: logs, measures, health, backup."""
