"""A backup that only whoever has the key can read (AES-256-GCM), a piece at a time; each piece says its place and the last one that it is the last."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm_project.ops.problems import DAMAGED, KEY_MISSING, KEY_WRONG

from .refusals import refused

MAGIC = b"CRM backup 1\n"
SUFFIX = ".enc"
_SALT, _TAG, _PIECE = 16, 16, 1 << 20  # bytes
_CHECK = b"the key fits"


def is_encrypted(path: Path) -> bool:
    """Whether a file was written by `encrypt`."""
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def encrypt(source: IO[bytes], target: IO[bytes], key: str) -> None:
    """Write what `source` holds to `target`, for holders of the key."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    target.write(MAGIC + salt + cipher.encrypt(_nonce(0, last=False), _CHECK, MAGIC))
    for number, piece, last in _numbered(source, _PIECE):
        target.write(cipher.encrypt(_nonce(number, last=last), piece, MAGIC))


def decrypt(path: Path, target: IO[bytes], key: str) -> None:
    """Write what the file holds to `target`. BackupRefused without the key, with another one, or where a byte was changed."""
    if not key:
        raise refused(KEY_MISSING, file=path.name)
    with open(path, "rb") as source:
        source.read(len(MAGIC))
        cipher = _cipher(key, source.read(_SALT))
        try:
            cipher.decrypt(_nonce(0, last=False), source.read(len(_CHECK) + _TAG), MAGIC)
        except InvalidTag:
            raise refused(KEY_WRONG, file=path.name) from None
        try:
            for number, piece, last in _numbered(source, _PIECE + _TAG):
                target.write(cipher.decrypt(_nonce(number, last=last), piece, MAGIC))
        except InvalidTag:
            raise refused(DAMAGED, file=path.name) from None


def _cipher(key: str, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(key.encode())
    return AESGCM(derived)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _numbered(source: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number from 1, piece, whether it is the last); one empty piece where there is nothing."""
    piece, number = source.read(size), 1
    while True:
        following = source.read(size)
        yield number, piece, not following
        if not following:
            return
        piece, number = following, number + 1
