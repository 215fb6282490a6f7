"""How current files are as a table by department and owner, each figure with the rows behind it (row T2)."""

from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import minute
from customers.domain.reviews.currency import FIGURES
from customers.domain.reviews.listing import NO_OWNER


def headings():
    """[(name, what it counts)] of the figures, in their order."""
    return [
        (pgettext("customer files", "Files"), _("Files of customers that stand in the list now.")),
        (_("Overdue"), _("Files whose review date is past today.")),
        (_("Incomplete"), _("Files in which a required field is empty today.")),
        (_("Old needs"), _("Files in which the customer's needs were last confirmed too long ago.")),
        (_("Changed"), _("Files in which a field or a contact was changed within the days.")),
        (_("Reviewed in time"), _("Reviews within the days, by their date or without one.")),
        (_("Reviewed late"), _("Reviews within the days, after their date.")),
    ]


def groups(lines, first, last):
    """[{name, cells, people: [{name, cells}]}] by department; each cell is (figure, address of its rows, heading)."""
    found = []
    for department, found_rows in groupby(lines, key=lambda line: line.department):
        rows = list(found_rows)
        total = {name: sum(row.figures[name] for row in rows) for name in FIGURES}
        people = [
            {
                "name": str(row.owner) if row.owner else _("Public pool"),
                "cells": _cells(row.figures, {"department": department.pk, "alone": "on", **_owner(row)}, first, last),
            }
            for row in rows
        ]
        cells = [(total[name], "", heading) for name, (heading, _says) in zip(FIGURES, headings(), strict=True)]
        found.append({"name": str(department), "cells": cells, "people": people})
    return found


def _owner(row):
    return {"owner": row.owner.pk if row.owner else NO_OWNER}


def _cells(figures, where, first, last):
    days = {"first": first.isoformat(), "last": last.isoformat()}
    listed, done = reverse("customers:reviews"), reverse("customers:reviews_done")
    addresses = {
        "files": (listed, {"tab": "all"}),
        "overdue": (listed, {"tab": "overdue"}),
        "incomplete": (listed, {"tab": "gaps"}),
        "old_needs": (listed, {"tab": "needs"}),
        "changed": (listed, {"tab": "changed", **days}),
        "in_time": (done, {"late": "0", **days}),
        "late": (done, {"late": "1", **days}),
    }
    return [
        (
            figures[name],
            f"{addresses[name][0]}?{urlencode({**addresses[name][1], **where})}" if figures[name] else "",
            heading,
        )
        for name, (heading, _says) in zip(FIGURES, headings(), strict=True)
    ]


def done_rows(reviews):
    """Reviews of a list."""
    return [
        {
            "name": row.customer.name,
            "url": reverse("customers:detail", args=[row.customer_id]),
            "when": minute(row.reviewed_at),
            "who": str(row.reviewed_by),
            "owner": str(row.owner) if row.owner else _("Public pool"),
            "due": row.due_on.isoformat() if row.due_on else "",
            "late": row.late,
            "corrected": len(row.corrected),
            "next": row.next_on.isoformat() if row.next_on else "",
            "note": row.note,
        }
        for row in reviews
    ]
