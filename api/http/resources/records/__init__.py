"""What is kept of everything: register, log, ledger."""
