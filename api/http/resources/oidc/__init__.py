"""Log-in by the company's identity provider."""
