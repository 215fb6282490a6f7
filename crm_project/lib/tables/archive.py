"""Opening a zip that somebody uploaded: how much may be in it, and how much of a member is read."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

MEMBERS = 2_000
UNPACKED = 250_000_000  # bytes of all members together
_CHUNK = 1 << 20
_DIRECTORY = 1_000  # bytes of the list of members, for each of them
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 1 << 16


class TooMuch(ValueError):
    """The archive holds more than anybody needs."""


class Archive:
    """A zip, opened for reading. Raises zipfile.BadZipFile for what is none, TooMuch for a bomb."""

    def __init__(
        self, file: Any, *, members: int = MEMBERS, unpacked: int = UNPACKED, beyond_four_gb: bool = False
    ) -> None:
        _check_directory(file, members, beyond_four_gb)
        self._zip = zipfile.ZipFile(file)
        self.infos = self._zip.infolist()
        self.names = [info.filename for info in self.infos]
        if len(self.infos) > members or sum(info.file_size for info in self.infos) > unpacked:
            self._zip.close()
            raise TooMuch("archive")
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in self.infos):
            self._zip.close()
            raise zipfile.BadZipFile("packed in a way that no office program uses")
        # Two readers may take different ones of two members of one name.
        if len({name.casefold() for name in self.names}) != len(self.names):
            self._zip.close()
            raise zipfile.BadZipFile("two members of one name")

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def head(self, name: str, limit: int) -> bytes:
        """The first `limit` bytes of a member; nothing beyond them is unpacked."""
        with self._zip.open(name) as member:
            return member.read(limit)

    def whole(self, name: str, limit: int) -> bytes:
        """All of a member. TooMuch beyond `limit` bytes, whatever its header says."""
        found = self.head(name, limit + 1)
        if len(found) > limit:
            raise TooMuch(name)
        return found

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member piece by piece, never more than its header says."""
        with self._zip.open(name) as member:
            while piece := member.read(_CHUNK):
                yield piece

    def broken(self) -> str | None:
        """The first member whose content is damaged; reads all of them."""
        for info in self._zip.infolist():
            try:
                for _piece in self.pieces(info.filename):
                    pass
            except (zipfile.BadZipFile, zlib.error, EOFError):
                return info.filename
        return None

    def unpack(self, folder: str | os.PathLike[str]) -> None:
        """Write all members below a folder; zipfile keeps their names from leaving it."""
        self._zip.extractall(folder)

    def stream(self, name: str) -> IO[bytes]:
        """A member as an open file."""
        return self._zip.open(name)


def _check_directory(file: Any, members: int, beyond_four_gb: bool) -> None:
    """Whether the list of members is of a size that may be read: each costs some hundred bytes of memory."""
    if isinstance(file, (str, os.PathLike)):
        with open(file, "rb") as opened:
            _check_directory(opened, members, beyond_four_gb)
        return
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE - 20))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise zipfile.BadZipFile("no end")
    count, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if tail[at - 20 : at].startswith(b"PK\x06\x07"):
        if not beyond_four_gb:
            raise zipfile.BadZipFile("for archives beyond four gigabytes")
        file.seek(struct.unpack("<Q", tail[at - 12 : at - 4])[0])
        record = file.read(56)
        file.seek(0)
        if not record.startswith(b"PK\x06\x06") or len(record) < 56:
            raise zipfile.BadZipFile("no end")
        count, directory = struct.unpack("<QQ", record[32:48])
    if count > members or directory > members * _DIRECTORY:
        raise TooMuch("directory")
