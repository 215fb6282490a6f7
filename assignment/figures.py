"""The figures of ownership (rows Z2, Nf1)."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from assignment.domain.ledger import Kind
from assignment.domain.ownership_figures import TURNS, turns
from crm_project.lib.figure import LOSS, VOLUME, Figure, FigureRow, FigureSource, key_of

FIGURES = (
    Figure(
        "new_customers",
        _("New customers"),
        _("Customers that were entered and belonged to the person at once. An entry that was undone does not count."),
    ),
    Figure(
        "claims",
        _("Claims"),
        _("Customers claimed from the public pool. A claim that was undone does not count."),
        measures=VOLUME,
    ),
    Figure(
        "given_up",
        _("Given up"),
        _("Customers that the person gave up. What was undone does not count."),
        measures=LOSS,
    ),
    Figure(
        "released",
        _("Customers lost"),
        _(
            "Customers that the policy or a manager took from the person: released to the pool or passed on by rotation. What was undone does not count."
        ),
        measures=LOSS,
    ),
)


def _count(people, first, last):
    out = {}
    for key, (_kinds, column) in TURNS.items():
        found = turns(key, people, first, last).order_by().values_list(f"{column}_id").annotate(n=Count("pk"))
        out |= {(person, key): n for person, n in found}
    return out


def _rows(keys, person, first, last):
    return {key: _rows_of(key, person, first, last) for key in keys}


def _rows_of(key, person, first, last):
    found = turns(key, [person], first, last).order_by("-at", "-pk")
    return [FigureRow(one.at, one.customer_id, one.kind, key=key_of(one)) for one in found]


def _worded(code):
    return str(dict(Kind.choices).get(code, code))


SOURCES = (FigureSource(20, FIGURES, _count, _rows, worded=_worded),)
