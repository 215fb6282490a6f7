"""The checksum of a backup, in a file beside it that `sha256sum --check` reads."""

import hashlib
from pathlib import Path

SUFFIX = ".sha256"


def checksum(path: Path) -> str:
    """SHA-256 of the file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beside(path: Path) -> Path:
    """Where its checksum is kept."""
    return path.with_name(path.name + SUFFIX)


def write(path: Path, digest: str) -> None:
    """Keep the checksum of the file."""
    beside(path).write_text(f"{digest}  {path.name}\n")
    beside(path).chmod(0o600)


def differs(path: Path) -> bool:
    """Whether the file is not the one whose checksum stands beside it; where there is none, nobody knows."""
    kept = beside(path)
    return kept.exists() and kept.read_text().split()[:1] != [checksum(path)]
