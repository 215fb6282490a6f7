"""A day stands on every page as 2026-03-02 and a moment as 2026-03-02 10:00, in both languages; short and long forms stand here with their place."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOPS = ("activities", "assignment", "contracts", "crm_project", "customers", "deals", "reports")
IN_TEMPLATES = re.compile(r"\|(?:date|time)(?::(?:\"([^\"]*)\"|'([^']*)'|(\w+)))?")
WRITTEN = {"Y-m-d", "Y-m-d H:i", "H:i"}
# Read by machines: a part of an address, `datetime="…"`.
MACHINES = {("activities/calendar.html", "d"), ("usersessions/usersession_list.html", "c")}
IN_CODE = re.compile(r"\b(?:strftime|date_format)\(")
OTHER_FORMS = {
    "crm_project/lib/time.py": "the one formatter",
    "activities/presenters/agenda.py": "a day of this week, the hour of an appointment",
    "activities/presenters/timeline.py": "the hour, below the heading of its day",
    "activities/views/calendar.py": "the name of a month",
    "activities/forms.py": "a day of the next weeks on its button; two moments compared as they are typed",
    "activities/presenters/receptions/pages.py": "an hour of the schedule, without its day",
    "assignment/presenters/countdown.py": "a day of this month, beside the days that are left",
    "contracts/presenters/contract_pdf.py": "written out in a document that is signed",
    "reports/presenters/mailing/words.py": "the name of a weekday",
    "reports/presenters/targets/names.py": "the name of a month, without its day",
    "reports/views/home.py": "today, written out with its weekday",
}


def formats(text):
    """The formats of days and moments in a template; empty where it takes the language's own."""
    return {next(filter(None, hit.groups()), "") for hit in IN_TEMPLATES.finditer(text)}


def test_another_format_is_noticed():
    assert formats('{{ a|date:"d.m.Y" }} {{ b|date }} {{ c|default:"date" }}') == {"d.m.Y", ""}


def test_every_template_writes_days_and_moments_alike():
    folder = Path(settings.BASE_DIR, "templates")
    found = {
        (str(path.relative_to(folder)), form) for path in folder.rglob("*.html") for form in formats(path.read_text())
    }
    assert {(path, form) for path, form in found if form not in WRITTEN} == MACHINES


@pytest.mark.parametrize("top", TOPS)
def test_what_writes_days_beside_the_one_formatter_stands_here(top):
    root = Path(settings.BASE_DIR)
    own = {
        str(path.relative_to(root))
        for path in (root / top).rglob("*.py")
        if "migrations" not in path.parts and IN_CODE.search(path.read_text(encoding="utf-8"))
    }
    assert own == {name for name in OTHER_FORMS if name.startswith(f"{top}/")}
