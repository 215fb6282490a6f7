"""Cohorts, the flow between people and pool, customers not seen: in words and numbers (rows T2, M5, Nf1)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from customers.models.choices import Level
from reports.domain.analysis import cohorts, flow, silence
from reports.domain.analysis.asked import people

from .tables import Row, Table, number, share

# People in one table: who heads more chooses a department.
PEOPLE = 100


def cohort_tables(asked, link):
    """A line for each month of entry."""
    found, before = cohorts.counts(asked), cohorts.before(asked)
    rows = [
        Row(f"{month:%Y-%m}", _cohort(f"{month:%Y-%m}", counted, link), bar=2)
        for month, counted in sorted(found.items())
    ]
    sums = {cell: sum(counted[cell] for counted in found.values()) for cell in cohorts.CELLS}
    heads = [
        _("Month of entry"),
        _("Entered"),
        _("Still owned"),
        _("Owned, %"),
        _("Official"),
        _("Official, %"),
        _("Lost to the pool"),
        _("Never owned"),
        _("Removed or merged"),
    ]
    totals = [
        Row(_("All"), _cohort("all", sums, link)),
        Row(_("Period before"), _cohort("", before, lambda *_key: "")),
    ]
    return [Table("cohorts", _("Customers by month of entry"), heads, rows, totals, drawn=_("Still owned, %"))]


def _cohort(row, counted, link):
    whole = counted["entered"]
    return [
        number(whole, link("", row, "entered")),
        number(counted["owned"], link("", row, "owned")),
        share(counted["owned"], whole, link("", row, "owned")),
        number(counted["official"], link("", row, "official")),
        share(counted["official"], whole),
        number(counted["lost"], link("", row, "lost")),
        number(counted["unclaimed"], link("", row, "unclaimed")),
        number(counted["gone"], link("", row, "gone")),
    ]


def flow_tables(asked, link):
    """A line for each person with anything in either period."""
    now, then = flow.counts(asked)
    met = people(asked).filter(pk__in={*now, *then}).order_by("sort_name", "username")
    named = list(met[:PEOPLE])
    most = max((_all_in(now.get(one.pk, {})) for one in named), default=0)
    rows = [Row(str(one), _flow(str(one.pk), now.get(one.pk, {}), then.get(one.pk, {}), link, most)) for one in named]
    sums, earlier = (
        {cell: sum(counted.get(cell, 0) for counted in counts.values()) for cell in flow.CELLS}
        for counts in (now, then)
    )
    heads = [
        _("Person"),
        _("In"),
        pgettext("flow", "Out"),
        _("Balance"),
        _("Balance before"),
        _("Entered"),
        _("Claimed"),
        _("Received from colleagues"),
        _("Given up"),
        _("Released by rule"),
        _("Released by a manager"),
        _("Passed to colleagues"),
    ]
    says = ""
    if len({*now, *then}) > PEOPLE:
        says = _("The first %(n)d people are shown: choose a department. The last line counts all.") % {"n": PEOPLE}
    total = Row(_("All"), _flow("all", sums, earlier, link, 0))
    return [
        Table("flow", _("In and out by person"), heads, rows, [total], drawn=_("Customers that came in"), says=says)
    ]


def _all_in(counted):
    return sum(counted.get(cell, 0) for cell in flow.IN)


def _flow(row, counted, before, link, most):
    gone = sum(counted.get(cell, 0) for cell in flow.OUT)
    return [
        number(_all_in(counted), link("", row, "in"), most=most, before=_all_in(before)),
        number(gone, link("", row, "out")),
        number(flow.balance(counted)),
        number(flow.balance(before)),
        *(number(counted.get(cell, 0), link("", row, cell)) for cell in flow.CELLS),
    ]


def silence_tables(asked, link):
    """A line for each class."""
    found = silence.counts(asked)
    names = {**dict(Level.choices), silence.NONE: _("Without a class")}
    which = list(silence.cells(asked))
    rows = [
        Row(str(name), _silent(key, found.get(key, {}), which, link), bar=2)
        for key, name in names.items()
        if found.get(key)
    ]
    sums = {cell: sum(counted[cell] for counted in found.values()) for cell in which}
    days = [_("%(n)d days") % {"n": asked.silent * n} for n in silence.TIMES]
    heads = [_("Class"), _("Held"), days[0], _("%(days)s, share") % {"days": days[0]}, *days[1:], _("Never")]
    drawn = _("Not seen for %(days)s, share of those held") % {"days": days[0]}
    return [
        Table(
            "silence",
            _("Held customers without a follow-up, by class"),
            heads,
            rows,
            [Row(_("All"), _silent("all", sums, which, link))],
            drawn=drawn,
        )
    ]


def _silent(row, counted, which, link):
    held, first, *more = which
    return [
        number(counted[held], link("", row, held)),
        number(counted[first], link("", row, first)),
        share(counted[first], counted[held], link("", row, first)),
        *(number(counted[cell], link("", row, cell)) for cell in more),
    ]
