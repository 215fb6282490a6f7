"""The home page of whoever watches the whole: today's changes, contracts that wait, people, the first steps of a new company."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.presenters.ownership_entries import ICONS
from assignment.domain.ledger import Kind
from assignment.models import OwnershipEvent, PolicyScope
from contracts.models import Contract
from crm_project.accounts.models import Department, User
from crm_project.lib.money import money_text
from crm_project.lib.time import day_bounds, local_date, since
from crm_project.ui.links import link
from customers.domain import access as customer_access
from customers.models import Customer

SHOWN = 8
# Beginnings and ends; reminders and stages are not changes of ownership.
CHANGES = (
    Kind.CLAIMED,
    Kind.ENTERED,
    Kind.RELEASED,
    Kind.GIVEN_UP,
    Kind.TRANSFERRED,
    Kind.ROTATED,
    Kind.HANDED_OVER,
    Kind.RESTORED,
    Kind.UNDONE,
    Kind.MERGED,
)


def changes(at, user):
    """Today's changes of ownership: how many of each kind, and the newest; three queries.

    Changes are published, files are not: a name leads only to a page that the user may open.
    """
    start, end = day_bounds(local_date(at))
    today = OwnershipEvent.objects.filter(at__gte=start, at__lt=end, kind__in=CHANGES)
    labels = dict(Kind.choices)
    counted = {row["kind"]: row["n"] for row in today.order_by().values("kind").annotate(n=Count("pk"))}
    newest = today.select_related("customer", "owner", "closes_owner").order_by("-at", "-pk")[:SHOWN] if counted else []
    ids = [e.customer_id for e in newest]
    seen = set(customer_access.visible(user, at).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return {
        "kinds": [
            {"label": str(labels[kind]), "n": counted[kind], "icon": ICONS[kind][0], "tone": ICONS[kind][1]}
            for kind in CHANGES
            if kind in counted
        ],
        "n": sum(counted.values()),
        "newest": [
            {
                "name": e.customer.name,
                "url": reverse("customers:detail", args=[e.customer_id]) if e.customer_id in seen else "",
                "what": str(labels[e.kind]),
                "tone": ICONS[e.kind][1],
                "who": _arrow(e),
            }
            for e in newest
        ],
    }


def _arrow(event):
    before, after = (str(person) if person else "" for person in (event.closes_owner, event.owner))
    return f"{before} → {after}" if before and after else before or after


def drafts():
    """Contracts that nobody has confirmed yet; one query."""
    rows = (
        Contract.objects.filter(status=Contract.Status.DRAFT)
        .select_related("customer")
        .order_by("recorded_at", "pk")[:SHOWN]
    )
    return [
        {
            "number": c.number,
            "name": c.customer.name,
            "amount": money_text(c.amount, c.currency),
            "url": reverse("contracts:detail", args=[c.pk]),
        }
        for c in rows
    ]


def entered(at):
    """The newest customer files, for whoever tidies and classifies them; one query."""
    rows = Customer.objects.filter(merged_into__isnull=True, removed_at__isnull=True).order_by("-pk")
    columns = ("pk", "name", "code", "level", "created_at", "created_by__full_name", "created_by__username")
    return [
        {
            "name": row["name"],
            "url": link("customers:detail", row["pk"]),
            "note": " · ".join(
                filter(None, [row["code"], row["created_by__full_name"] or row["created_by__username"]])
            ),
            "when": since(row["created_at"], at),
            "classified": bool(row["level"]),
        }
        for row in rows.values(*columns)[:SHOWN]
    ]


def untrained():
    """(how many people have not confirmed the training page, the first few); one query."""
    people = list(
        User.objects.active()
        .filter(trained_at__isnull=True)
        .select_related("department")
        .order_by("date_joined", "pk")[: SHOWN + 1]
    )
    return [
        {"name": str(p), "note": str(p.department or ""), "url": reverse("accounts:person", args=[p.pk])}
        for p in people[:SHOWN]
    ]


def first_steps():
    """[{title, text, url, label, done}] until there are customers; then nothing. One query once there are."""
    if Customer.objects.exists():
        return []
    departments = Department.objects.count()
    return [
        {
            "title": _("Set up the departments"),
            "text": _("The tree defines who sees what and who decides."),
            "url": reverse("accounts:departments"),
            "label": _("Departments"),
            "done": departments > 1,
        },
        {
            "title": _("Add your people"),
            "text": _("Each person gets a role, which defines what they may do and in which scope."),
            "url": reverse("accounts:people"),
            "label": _("People"),
            "done": User.objects.active().count() > 1,
        },
        {
            "title": _("Choose a policy for each department"),
            "text": _("Four are ready to use; every number in them can be changed."),
            "url": reverse("assignment:policies"),
            "label": _("Policies"),
            "done": PolicyScope.objects.exists(),
        },
        {
            "title": _("Import your customers"),
            "text": _("From an Excel file, checked before anything is saved, or one by one."),
            "url": reverse("customers:import"),
            "label": _("Import"),
            "done": False,
        },
    ]
