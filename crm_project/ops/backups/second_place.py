"""The copy of a backup where another disk or machine keeps it (row Na5)."""

import os
import shutil
from pathlib import Path

from django.conf import settings

from crm_project.ops.problems import COPY_DIFFERS, COPY_FAILED, SECOND_GONE

from . import checksums
from .refusals import refused


def copy_to_second_place(source: Path, digest: str) -> bool:
    """Copy a backup to the folder that the environment names, and read it there again; False where none is named."""
    if not settings.BACKUP_SECOND_FOLDER:
        return False
    folder = Path(settings.BACKUP_SECOND_FOLDER)
    if not folder.is_dir():  # not made here: a share that is not mounted must not become a folder on this disk
        raise refused(SECOND_GONE, folder=str(folder))
    draft, target = folder / f".{source.name}.{os.getpid()}", folder / source.name
    try:
        _copy(source, draft)
        if checksums.checksum(draft) != digest:
            raise refused(COPY_DIFFERS, folder=str(folder))
        checksums.write(target, digest)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _copy(source: Path, draft: Path) -> None:
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise refused(COPY_FAILED, folder=str(draft.parent), error=str(error)) from error
