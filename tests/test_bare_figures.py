"""Money stands on every page as `crm_project.lib.money` writes it: ¥26,500.00, never 26500.00, never CNY beside it."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tests.every_page.rights import OWN, Case
from tests.every_page.stage import furnished
from tests.test_every_page import TABLE

UNSEEN = re.compile(r"<(script|style|template|option)\b.*?</\1>|data-[\w-]+=\"[^\"]*\"", re.DOTALL)
VALUES = re.compile(r"<input\b[^>]*\bvalue=\"([^\"]*)\"[^>]*>")
TAGS = re.compile(r"<[^>]+>")
BARE = re.compile(r"(?<![\d.,¥$€£\w/-])\d{4,}\.\d{2}(?![\d.])|\b(?:CNY|RMB)\s?\d|\d\s?(?:CNY|RMB)\b")
OWN_FORMAT = re.compile(r":,\.\df|\|floatformat:\"?2|\|intcomma\s*}}\s*(?:CNY|¥)")


def bare(html):
    """The figures of a page that no formatter wrote."""
    text = UNSEEN.sub(" ", html)
    seen = unescape(TAGS.sub(" ", VALUES.sub(lambda hit: f" {hit.group(1)} ", text)))
    return [seen[max(0, hit.start() - 30) : hit.end() + 20].strip() for hit in BARE.finditer(seen)]


def test_a_bare_figure_is_noticed():
    assert bare("<td>26500.00</td>") and bare("<td>12,000.00 CNY</td>") and bare('<input value="1000.00">')
    assert not bare(
        '<td>¥26,500.00</td><td>2026-03-02</td><canvas data-chart="1000.00"></canvas><input value="1,000.00">'
    )


@pytest.mark.embedded
@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("role", ["general_manager", "rep", "finance"])
def test_no_page_shows_a_bare_figure(django_db_setup, django_db_blocker, role):
    wrong = []
    with furnished(django_db_blocker, named="shipped roles") as world:
        for page in (page for page in TABLE if page.get is not None):
            case = Case(role, OWN if OWN in page.places else page.places[0])
            url = reverse(page.name, kwargs=page.args(world, case) or None)
            with transaction.atomic():
                answer = world.client_of(role).get(url, page.query)
                transaction.set_rollback(True)
            if not answer.streaming and answer.headers["Content-Type"].startswith("text/html"):
                wrong += [f"{page.name}: {figure}" for figure in bare(answer.text)]
    assert not wrong, "\n".join(wrong)


def test_nothing_formats_money_beside_the_one_formatter():
    found = []
    for top in ("activities", "assignment", "contracts", "crm_project", "customers", "deals", "reports", "templates"):
        for path in Path(settings.BASE_DIR, top).rglob("*"):
            if path.suffix in {".py", ".html"} and path.name != "money.py":
                found += [f"{path}: {hit}" for hit in OWN_FORMAT.findall(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)
