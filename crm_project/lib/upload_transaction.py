"""Uploaded files on the disk: under names of our own, and gone again where the transaction that writes them fails (row M12)."""

import uuid
from pathlib import PurePath
from typing import Any, TypeVar, cast

from django.core.files.base import File
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from .file_kinds import clean_name

Row = TypeVar("Row", bound=Model)


class UploadTransaction:
    """Put around a transaction: what was saved inside goes from the disk where it refuses or fails, as its rows do."""

    def __enter__(self) -> "UploadTransaction":
        self._written = []
        return self

    def save(self, field: FieldFile, name: str, upload: File) -> None:
        """Write `upload` as the file of an unsaved row; what a browser sent never becomes a path."""
        named = f"{uuid.uuid4().hex}.{PurePath(name).suffix.lstrip('.').lower()}"
        # Noted before it is written: a full disk stops in the middle of a file.
        self._written.append((field.storage, field.field.generate_filename(field.instance, named)))
        field.save(named, upload, save=False)
        self._written[-1] = (field.storage, field.name)

    def keep(self, row: Row, upload: File) -> Row:
        """Save a checked upload with its new row, which has file, name and size."""
        kept = cast(Any, row)
        kept.name, kept.size = clean_name(upload.name or ""), upload.size
        self.save(kept.file, kept.name, upload)
        kept.save()
        return row

    def __exit__(self, failed: type[BaseException] | None, *_rest: Any) -> None:
        if failed:
            for storage, name in self._written:
                storage.delete(name)
