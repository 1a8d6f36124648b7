"""Secrets: made, kept as digests, passwords hashed and compared."""

import hashlib
import secrets
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_PASSWORD_CHARACTERS = 10
MAX_PASSWORD_CHARACTERS = 200


def new_secret() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """How a random secret is kept: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def fresh_password() -> str:
    """A one-time password that can be read out: four groups without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def hash_password(password: str) -> str:
    """argon2id, with the library's parameters (RFC 9106's second choice)."""
    return _hasher().hash(password)


def password_fits(password: str, hashed: str | None) -> bool:
    """Whether it is the password; takes as long where there is no account or no password at all."""
    if len(password) > MAX_PASSWORD_CHARACTERS:
        return False
    fits = _hasher().verify(password, hashed or _decoy())
    return fits and hashed is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash(new_secret())
