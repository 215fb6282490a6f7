"""The home page of whoever holds customers: what will be lost next and why, what is due, slots, what went (rows Nc5, Nd8, Ni13)."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Task
from activities.presenters.agenda import COLUMNS, tab_of, task_row
from activities.presenters.links import link
from assignment.domain.capacity import capacity_of
from assignment.domain.policies.lookup import PolicyBook
from assignment.models.choices import RULE_NAMES
from assignment.presenters.countdown import coming, left, share, state
from assignment.rules.policy import (
    INVALID_FOLLOWUPS,
    NEVER,
    NO_CONTACT,
    NO_DEAL,
    NO_KEY_CONTACT,
    PROTECTION_TERM,
    STAGE_TERM,
)
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day, day_bounds, days_between, local_date, minute, since
from customers.domain.access import helping
from customers.domain.contact_due import contact_counts
from customers.domain.rhythm import watched as watched_classes
from customers.models import Customer, Ownership
from customers.models.choices import Level, Segment, Stage
from reports.presenters.own_requests import LOSSES, TASKS, asked, lately


def losses(rows, at, limit=LOSSES):
    """The next to be lost among these ownership rows, with a one-line reason each; one query."""
    return [_loss(row, at) for row in _next_to_go(rows)[:limit]]


@prepared
def _mine_to_go(owner, *, limit):
    return _next_to_go(Ownership.objects.filter(owner=owner))[:limit]


def _next_to_go(rows):
    columns = (
        "customer_id",
        "customer__name",
        "release_at",
        "since",
        "contacted_at",
        "rule",
        "extended_until",
        "spared_until",
        "coming_at",
        "coming_from",
        "customer__stage",
        "customer__stage_since",
    )
    found = (
        rows.filter(release_at__lt=NEVER)
        .order_by("release_at", "customer_id")
        .annotate(who=F("owner__full_name"), user=F("owner__username"))
    )
    return found.values(*columns, "who", "user")


def _loss(row, at):
    due, start = (
        row["release_at"],
        row["contacted_at"] if row["rule"] == NO_CONTACT and row["contacted_at"] else row["since"],
    )
    return {
        "pk": row["customer_id"],
        "name": row["customer__name"],
        "text": left(due, at),
        "state": state(due, at),
        "share": share(start, due, at),
        "title": minute(due),
        "why": " · ".join(filter(None, [reason(row, at), coming(row["coming_from"], row["coming_at"], at)])),
        "owner": row["who"] or row["user"],
        "url": link("customers:detail", row["customer_id"]),
        "followup_url": link("activities:followup_new", row["customer_id"]),
        "followup_label": _("Follow up %(name)s") % {"name": row["customer__name"]},
    }


def reason(row, at):
    """Why this one runs out, in one line, from the columns that stand on the row."""
    if row["extended_until"] == row["release_at"]:
        return _("The extension ends.")
    if row["spared_until"] == row["release_at"]:
        return _("Restored by an undo; the grace period ends.")
    rule = row["rule"]
    if rule == NO_CONTACT:
        last = row["contacted_at"]
        if last and not days_between(last, at):
            return _("Last valid follow-up: today.")
        if last:
            return _("Last valid follow-up: %(day)s, %(ago)s ago.") % {"day": day(last), "ago": since(last, at)}
        return _("No valid follow-up since it became yours on %(day)s.") % {"day": day(row["since"])}
    if rule == STAGE_TERM:
        label = dict(Stage.choices).get(row["customer__stage"], "")
        return _("In the stage “%(stage)s” since %(day)s, without a contract.") % {
            "stage": label,
            "day": day(row["customer__stage_since"]),
        }
    if rule in (PROTECTION_TERM, NO_DEAL):
        return _("Held since %(day)s, without a new contract.") % {"day": day(row["since"])}
    if rule == NO_KEY_CONTACT:
        return _("No key contact since %(day)s.") % {"day": day(row["since"])}
    if rule == INVALID_FOLLOWUPS:
        return _("Too many invalid follow-ups.")
    return str(RULE_NAMES.get(rule, ""))


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


@prepared
def _due(assignee, end):
    rows = Task.objects.filter(assignee=assignee, done_at__isnull=True, due_at__lt=end).order_by("due_at", "pk")
    return rows.values(*COLUMNS, owner=F("customer__ownership__owner_id"))[:TASKS]


def due(user, at):
    """Open tasks and next contacts of the past, today and the coming week, by tab; one query."""
    _start, end = day_bounds(local_date(at) + timedelta(days=7))
    rows = _due(user.pk, end)
    lost = {row["customer_id"] for row in rows if row["followup_id"] and row["owner"] != user.pk}
    lost -= set(helping(user).filter(customer_id__in=lost).values_list("customer_id", flat=True)) if lost else set()
    groups = {"overdue": [], "today": [], "coming": []}
    for row in rows:
        if not (row["followup_id"] and row["customer_id"] in lost):
            groups[tab_of(row["due_at"], at)].append(task_row(row, at, user))
    return groups


def context(user, at):
    """Everything the page shows to a holder of customers; seven queries."""
    counts, book = figures(user, at), PolicyBook()
    policy = book.for_department(user.department, at) if user.department_id else None
    return {
        "counts": counts,
        "losses": [_loss(row, at) for row in _mine_to_go(user.pk, limit=LOSSES)],
        "capacity": capacity_of(policy, user, at, used=counts["used"]),
        "lately": lately(user, at),
        "asked": asked(user, at),
        "rhythm": rhythm(user, at, book),
    }
