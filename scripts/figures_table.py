"""Renews the table of figures in docs/reports.md: every figure with the sentence that the product shows, from the definitions themselves."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reports.md"
HEADING = "## The figures\n"


def table() -> str:
    """The section's text, in English."""
    from django.utils import translation

    from crm_project import catalogue

    with translation.override("en"):
        lines = [
            f"| `{key}` | {figure.label} | {figure.says} |" for key, (figure, _source) in catalogue.figures().items()
        ]
    return "\n".join(["| figure | name | counts |", "| --- | --- | --- |", *lines]) + "\n"


def renewed(text: str) -> str:
    """The page with today's table; the other sections stay as they are."""
    before, rest = text.split(HEADING, 1)
    later = rest.find("\n## ")
    return before + HEADING + table() + (rest[later:] if later >= 0 else "")


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
    import django

    django.setup()
    TARGET.write_text(renewed(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
