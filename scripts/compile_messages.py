"""Compile each .po of locale/ to the .mo beside it. Needs no gettext, only polib."""

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    """Compile what is older than its source."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            draft = target.with_suffix(f".{os.getpid()}.tmp")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)  # a server that reads it meanwhile sees the old one or the new one, whole


if __name__ == "__main__":
    main()
