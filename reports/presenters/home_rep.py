"""What stands around the queue of whoever holds customers: figures, slots, rhythm of contact (rows Nc5, D1, Ni13)."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.capacity import capacity_of
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day_bounds, local_date
from customers.domain.contact_due import contact_counts
from customers.domain.rhythm import watched as watched_classes
from customers.models import Customer, Ownership
from customers.models.choices import Level, Segment, Stage


def figures(user, at):
    """Counts over one's own customers; one query."""
    soon, week = (day_bounds(local_date(at) + timedelta(days=n))[1] for n in (1, 7))
    found = _figures(user.pk, soon, week)[0]
    # Official customers take no slot: whoever compares with the pool's page finds the difference named.
    return found | {"official": found["held"] - found["used"]}


@prepared
def _figures(user, soon, week):
    # Over indexes: joining the file would read a page of the disk for each customer held.
    official = Customer.objects.filter(pk=OuterRef("customer_id"), stage=Stage.OFFICIAL)
    wanted = {
        "held": Count("pk"),
        "used": Count("pk", filter=~Exists(official)),
        "soon": Count("pk", filter=Q(release_at__lt=soon)),
        "week": Count("pk", filter=Q(release_at__lt=week)),
    }
    # Grouped by nothing: one row, even for who holds none.
    return Ownership.objects.filter(owner=user).order_by().values(whole=Value(1)).annotate(**wanted)


def rhythm(user, at, book):
    """[{label, note, late, said, url, short}] for the classes of which one holds any (Ni13); one query."""
    held = {(row["segment"], row["level"]): row for row in contact_counts(at, owner=user.pk, book=book)}
    out = []
    for (segment, level), expected in watched_classes().items():
        row = held.get((segment, level))
        if row is None:
            continue
        n, late = row["n"], row["late"]
        number = _("%(n)d of at least %(least)d") % {"n": n, "least": expected.least} if expected.least else str(n)
        url = f"{reverse('customers:list')}?segment={segment}&level={level}&overdue=on&sort=followed"
        said = (
            ngettext("%(n)d overdue for contact", "%(n)d overdue for contact", late) % {"n": late}
            if late
            else _("all on time")
            if expected.timed
            else ""
        )
        out.append(
            {
                "label": str(Level(level).label),
                "note": f"{Segment(segment).label} · {number}",
                "late": late,
                "said": said,
                "url": url if late else url.replace("&overdue=on", ""),
                "short": n < expected.least,
            }
        )
    return out


def context(user, at, book):
    """What stands around the queue of a holder of customers; one query. `book`: the policies, asked for already."""
    counts = figures(user, at)
    policy = book.for_department(user.department, at) if user.department_id else None
    return {"counts": counts, "capacity": capacity_of(policy, user, at, used=counts["used"])}
