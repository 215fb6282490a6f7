"""One analysis as a page: its tables, the periods, where else to look (row Na12)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.rules.periods import MONTH, QUARTER, YEAR, period_of

from .pages import pages_of


def query(asked):
    """The address of what was asked, as the page and its files take it; nothing where it can't be meant."""
    if asked is None:
        return {}
    parts = {
        "since": asked.first.isoformat(),
        "until": asked.last.isoformat(),
        "department": asked.department.pk if asked.department else "",
        "person": asked.person.pk if asked.person else "",
        "days": asked.silent,
    }
    return {name: value for name, value in parts.items() if value}


def link_of(page, asked):
    """link(part, row, cell): the address of the rows behind one number."""
    url, known = reverse("reports:analysis_rows", args=[page.key]), query(asked)

    def link(part, row, cell):
        return f"{url}?{urlencode({**known, 'part': part, 'row': row, 'cell': cell})}"

    return link


def tables(page, asked):
    """The tables of the page, each number with its address."""
    return page.tables(asked, link_of(page, asked))


def tabs(user, chosen, asked):
    """The other pages, asked the same of the same people; each has the period that is usual for it."""
    kept = {name: value for name, value in query(asked).items() if name in ("department", "person")}
    text = f"?{urlencode(kept)}" if kept else ""
    return [
        {
            "label": page.label,
            "url": reverse("reports:analysis_page", args=[page.key]) + text,
            "active": page.key == chosen.key,
        }
        for page in pages_of(user)
    ]


def periods(page, asked, today):
    """Periods that people ask for, by one click."""
    month, quarter, year = (period_of(span, today) for span in (MONTH, QUARTER, YEAR))
    spans = [
        (_("This month"), month.first, today),
        (_("Last month"), month.shifted(-1).first, month.shifted(-1).last),
        (_("This quarter"), quarter.first, today),
        (_("Last quarter"), quarter.shifted(-1).first, quarter.shifted(-1).last),
        (_("This year"), year.first, today),
        (_("Twelve months"), today - timedelta(days=364), today),
    ]
    url, known = reverse("reports:analysis_page", args=[page.key]), query(asked)
    return [
        {
            "label": label,
            "url": f"{url}?{urlencode({**known, 'since': first.isoformat(), 'until': last.isoformat()})}",
            "active": asked is not None and (first, last) == (asked.first, asked.last),
        }
        for label, first, last in spans
    ]
