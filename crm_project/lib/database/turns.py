"""Waiting for whoever does the same: what two at once would get wrong, and no row can be locked for."""

from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection


def take_turns(names: Iterable[str]) -> None:
    """Wait until nobody else holds one of these names, and hold them until the transaction ends.

    Call it inside a transaction, once and with all of its names: they are taken in one order, so that two never wait for each
    other. What others did under a name is then to be read. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for key in sorted({_key(name) for name in names}):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _key(name: str) -> int:
    """64 bits, as PostgreSQL takes them."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
