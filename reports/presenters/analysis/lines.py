"""What a line of an analysis is called, from the key in the address of its rows; "" for what there is not."""

from crm_project.lib.query_values import day, key
from customers.domain.access.masking import of_texts
from customers.models.choices import Level
from deals.models import Stage
from reports.domain.analysis import silence, win_rate
from reports.domain.analysis.asked import deals, people

from .deal_pages import LABELS


def stage(_asked, _part, row):
    """A stage of a pipeline."""
    pipeline, _dash, number = row.partition("-")
    found = Stage.objects.filter(pipeline=key(pipeline), number=min(key(number), 1000)).first()
    return str(found or "")


def dimension(asked, part, row):
    """A product, a region, a trade, a source; a reason as the reader may read it."""
    if part == win_rate.REASON:
        found = deals(asked).filter(pk=key(row)).values_list("close_reason", flat=True).first()
        return of_texts(asked.user).text(found or "")
    return LABELS[part]({key(row)}).get(key(row), "") if part in LABELS else ""


def month(_asked, _part, row):
    """A month of entry."""
    return row if day(f"{row}-01") else ""


def person(asked, _part, row):
    """Somebody within reach."""
    return str(people(asked).filter(pk=key(row)).first() or "")


def level(_asked, _part, row):
    """A class."""
    return str({**dict(Level.choices), silence.NONE: ""}.get(row, ""))
