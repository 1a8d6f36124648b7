"""Passwords in tests: hashed as the service hashes them, at a thousandth of the price, as a test makes dozens."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts import secrets

DEAR = secrets._hasher
"""The service's own."""
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


def make_passwords_cheap() -> None:
    """In this process from now on; whoever else reads such a hash finds its price in it."""
    secrets._hasher = lambda: CHEAP  # type: ignore[assignment]
