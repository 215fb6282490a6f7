"""Drawing rows so that anybody can draw them again: fixed keys, a seed that nobody could choose (row Ni15)."""

import hashlib
from collections.abc import Iterable, Sequence


def digest_of(keys: Iterable[str]) -> str:
    """SHA-256 over the keys in their order: whoever adds, drops or swaps one changes it."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def seed_of(head: str, check_id: int) -> str:
    """The digest at which the audit stood, and the check's number, so that two checks of one moment draw differently."""
    return f"{head}:{check_id}"


def drawn(keys: Iterable[str], seed: str, size: int) -> list[str]:
    """The `size` keys whose SHA-256 together with the seed is smallest, the smallest first; each key is as likely as any other."""
    return sorted(keys, key=lambda key: (_place(seed, key), key))[:size]


def same(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two draws brought the same rows, whatever their order."""
    return sorted(first) == sorted(second)


def _place(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}{key}".encode()).hexdigest()
