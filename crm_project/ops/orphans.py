"""Uploaded files that no row names: their process was killed between writing the file and the commit (rows M12, Nh5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.apps import apps
from django.conf import settings
from django.db.models import FileField

log = structlog.get_logger(__name__)

# An upload is committed within minutes; what is younger may still be on its way.
YOUNG = timedelta(hours=24)
AT_ONCE = 500


def remove_orphans(*, at: datetime) -> int:
    """Remove the files below MEDIA_ROOT, older than a day, that no file field of any model names; returns how many."""
    root, removed = Path(settings.MEDIA_ROOT), 0
    before = (at - YOUNG).timestamp()
    old = (path for path in _files(root) if path.stat().st_mtime < before)
    while part := list(islice(old, AT_ONCE)):
        names = {path.relative_to(root).as_posix(): path for path in part}
        for name in sorted(names.keys() - _named(list(names))):
            names[name].unlink(missing_ok=True)
            removed += 1
            log.warning("orphan_removed", file=name)
    return removed


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and not path.is_symlink()) if root.exists() else iter(())


def _named(names: list[str]) -> set[str]:
    """Those that some row names."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": names})
                found |= set(rows.values_list(field.name, flat=True))
    return found
