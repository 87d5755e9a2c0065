"""Passwords, random names and the server's own key."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

LEAST_PASSWORD = 10
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe())
"""What the password of a person who does not exist is compared with, so that both take the same time."""


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash; None is of nobody, and never is."""
    try:
        return _HASHER.verify(hashed or _NOBODY, password) and hashed is not None
    except (Argon2Error, InvalidHashError):
        return False


def new_secret(prefix: str = "") -> str:
    """256 random bits in letters that a URL and a shell take as they are."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a random secret. It needs no slow hash: it cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def server_key(folder: Path) -> bytes:
    """The key of this server, made when first asked for, and readable by its owner alone."""
    path = folder / "server.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return path.read_bytes()


def csrf_of(key: bytes, cookie: str) -> str:
    """The word that a page of ours sends back with its requests: nobody else knows it for this cookie."""
    return hmac.new(key, b"csrf " + cookie.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
