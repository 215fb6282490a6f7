"""The work queue of the home page: one list, in the order of what is lost first, of everything a person has to do now (row Nc5)."""

from datetime import timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from assignment.domain.ownership.extend import used_this_month
from assignment.rules.policy.saving import CONTRACT, EXTENSION, FOLLOWUP
from crm_project.accounts.domain.access import may
from crm_project.lib.sensitive import redacted
from crm_project.lib.time import day_bounds, local_date
from customers.domain.access.masking import of_rows
from reports.domain import queue

from . import (
    answers,
    contradictions,
    deadlines,
    feedback,
    matters,
    orders,
    receptions,
    remedial,
    spot_checks,
    tasks,
    trips,
    visits,
    work_reports,
)
from .phones import Phones
from .rows import LATER, NEXT_STEP, NOW, WEEK

# More than a screen full is no list of what to do now.
SHOWN = 20
# Who heads others has as many rows on a phone, above everything else on the page; the rest is one tap away.
ON_PHONE = 5


class Work:
    """What one person has to do: `parts` for reports/home/queue.html, and the counts of the tiles beside it.

    `holds`: they hold customers. `more`: rows of whoever heads people. `book`: policies, where they are read already.
    """

    def __init__(self, user, at, *, holds, book, more=()):
        self.user, self.at, self.book = user, at, book
        _start, end = day_bounds(local_date(at) + timedelta(days=7))
        self.requests = list(queue.requests_of(user.pk, at - answers.DAYS))
        self._tasks, works_on = tasks.found_of(user, end)
        losses = deadlines.found_of(user) if holds else []
        against = list(queue.contradictions(user.pk, at - answers.CONTRADICTED)) if holds else []
        files = {r["customer_id"]: r for r in [*losses, *against]}
        files |= {r["customer_id"]: r for r in self._tasks if r["customer_id"] in works_on}
        phones = Phones(user, files)
        put = queue.put_to(user.pk, local_date(at), at)
        waiting = deadlines.waiting_for(self.requests)
        going = deadlines.rows(losses, at, book=book, phones=phones, waiting=waiting, offers=self._offers)
        self.rows = sorted(
            [
                *_planned_beside(going, tasks.rows(self._tasks, works_on, at, phones)),
                *answers.answered(self.requests, at),
                *answers.contradicted(against, phones),
                *orders.rows(user, at),
                *matters.rows(put, at),
                *receptions.rows(put, at),
                *feedback.rows(put, at),
                *remedial.rows(put, at),
                *visits.rows(user, at),
                *trips.rows(user, at),
                *work_reports.rows(user, at),
                *work_reports.to_read(user, at),
                *spot_checks.rows(user, at),
                *contradictions.rows(user, at),
                *more,
            ],
            key=lambda row: row.order,
        )
        self._hide_numbers()
        self._fold(heads=bool(more) or any(row.choice for row in self.rows))

    def _offers(self, mover):
        """Whether this person may bring the fact about, by their rights and what is left of their quota."""
        if mover == EXTENSION:
            return self._extensions_left
        needed = {FOLLOWUP: "followup.create", CONTRACT: "contract.record"}.get(mover)
        return needed is None or may(self.user, needed)

    @cached_property
    def _extensions_left(self):
        policy = self.book.for_department(self.user.department, self.at)
        most = policy.extensions_per_month if policy else None
        return most is None or used_this_month(self.user, self.at) < most

    def _hide_numbers(self):
        """Numbers in what people typed, as on the customer's page; no query where nobody typed one, or nothing is hidden."""
        typed = [row for row in self.rows if any(redacted(text) != text for text in _texts(row))]
        masks = of_rows(self.user, [{"customer_id": row.about or row.customer} for row in typed])
        for row in typed:
            if mask := masks[row.about or row.customer]:
                row.name, row.why = mask.text(row.name), mask.text(row.why)
                for act in filter(None, (row.act, *row.also)):
                    act.name = mask.text(act.name)
                if row.tick:
                    row.tick["label"] = mask.text(row.tick["label"])

    def _fold(self, *, heads):
        """Mark what a phone shows only when asked to."""
        for row in self.rows[ON_PHONE:]:
            row.beyond = heads

    @property
    def parts(self):
        """[(heading, rows)]: now, this week, later."""
        shown = self.rows[:SHOWN]
        labels = {NOW: _("Now"), WEEK: _("This week"), LATER: _("After this week")}
        found = [(label, [row for row in shown if row.part == part]) for part, label in labels.items()]
        return [(label, rows) for label, rows in found if rows]

    @property
    def rest(self):
        """How many rows are not shown yet."""
        return max(0, len(self.rows) - SHOWN)

    @property
    def folded(self):
        """Whether a phone shows only the first rows."""
        return any(row.beyond for row in self.rows)

    def tasks_due(self):
        """(how many tasks are overdue, how many are due today)."""
        start, end = day_bounds(local_date(self.at))
        return (
            sum(row["due_at"] < start for row in self._tasks),
            sum(start <= row["due_at"] < end for row in self._tasks),
        )


def _texts(row):
    """All of a row that may be what people typed."""
    acts = [act.name for act in filter(None, (row.act, *row.also))]
    return [row.name, row.why, *acts, row.tick["label"] if row.tick else ""]


def _planned_beside(going, planned):
    """One row for a customer whose deadline and whose planned contact ask for the same follow-up."""
    by_customer = {row.customer: row for row in going}
    out = list(going)
    for row in planned:
        beside = by_customer.get(row.customer) if row.rank == NEXT_STEP else None
        if beside is None or beside.act.icon != row.act.icon:
            out.append(row)
            continue
        beside.part = min(beside.part, row.part)
        beside.why = _("%(planned)s (%(when)s). %(why)s") % {
            "planned": row.why,
            "when": row.clock[0],
            "why": beside.why,
        }
    return out
