"""Secrets of the second factor, unreadable in the database and in its backups (row Na3)."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Marks what is encrypted: a secret that an older version wrote is plain base32 or hex and has none of these signs.
MARK = "f1:"


def encrypted(text: str) -> str:
    """The text under a key derived from SECRET_KEY."""
    return MARK + _fernet().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """The text again, under SECRET_KEY or one of SECRET_KEY_FALLBACKS; ValueError where none of them fits."""
    if not text.startswith(MARK):
        return text
    try:
        return _fernet().decrypt(text.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        raise ValueError(
            "a second factor was set up under another SECRET_KEY: name that one in SECRET_KEY_FALLBACKS"
        ) from None


def renewed(text: str) -> str:
    """The same under the present SECRET_KEY."""
    return encrypted(decrypted(text))


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"crm second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
