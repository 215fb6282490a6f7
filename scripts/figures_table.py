"""Writes docs/reports.md: every figure of people's work with the sentence that the product shows, from the definitions themselves."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reports.md"
HEAD = """# Reports

For whoever measures work: every figure, and what it counts. Written by `scripts/figures_table.py` from the definitions (`figures.py` of each app),
which the page, the rows behind each figure and the command ask too; a test holds it.

## Where
*Figures* (Rules & reports; for reps under *Settings and help*) shows the people whom one may see by the right “See the figures of people's work”, for
days of one's choice (92 at most), by department; each figure opens what is behind it, row by row. Customers whose page one may not open stay unnamed.
`manage.py figures --from DATE --to DATE [--person USERNAME] [--department NAME] [--json]` prints the same for any period.

Days are the company's, both included; amounts are in CNY. Follow-ups are judged anew whenever somebody asks: what was voided, corrected, rejected or
confirmed since counts as it stands now.

## The figures
| figure | name | counts |
| --- | --- | --- |
"""


def table() -> str:
    """The text of docs/reports.md, in English."""
    from django.utils import translation

    from crm_project import catalogue

    with translation.override("en"):
        lines = [
            f"| `{key}` | {figure.label} | {figure.says} |" for key, (figure, _source) in catalogue.figures().items()
        ]
    return HEAD + "\n".join(lines) + "\n"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
    import django

    django.setup()
    TARGET.write_text(table(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
