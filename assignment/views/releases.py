"""Published releases, my losses and the daily change sheet (row D4)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignment.domain import access
from assignment.domain.sweep import publication
from assignment.models.choices import RULE_NAMES
from assignment.presenters import ownership_changes
from assignment.presenters.loss_decision import asked_kind
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import scope
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib import csv_file, query_values
from crm_project.lib.paging import paged
from crm_project.lib.time import days_between, local_date, minute
from crm_project.lib.views import now
from customers.domain import access as customer_access
from customers.domain.access.masking import shown as masked

from ..models import OwnershipEvent


def _day(request, at):
    """The local date that the address names, today otherwise, never a coming one."""
    return min(query_values.day(request.GET.get("day")) or local_date(at), local_date(at))


def _released(events, user, at):
    """Rows of released customers: names of those the user may open are links (two queries)."""
    events = masked(user, events)
    seen = set(
        customer_access.visible(user, at).filter(pk__in=[e.customer_id for e in events]).values_list("pk", flat=True)
    )
    return [
        {
            "name": e.customer.name,
            "code": e.customer.code,
            "url": _why(e, user, seen),
            "owner": str(e.closes_owner or ""),
            "to": str(e.owner) if e.owner_id else "",
            "what": e.get_kind_display(),
            "rule": str(RULE_NAMES.get(e.rule, "") or asked_kind(e)),
            "reason": e.reason,
            "time": minute(e.at),
            "held": days_between(e.closes_since, e.at),
        }
        for e in events
    ]


def _why(event, user, seen):
    """One's own past ownership explains itself whoever has the customer now; others' only where the customer may be seen."""
    if event.closes_owner_id == user.pk:
        return reverse("assignment:loss", args=[event.pk])
    return reverse("assignment:why", args=[event.customer_id]) if event.customer_id in seen else ""


def _published_to(user, at):
    """Departments whose releases the user reads, in the order of the tree."""
    wide = scope(user, "sweep.view")
    if wide == "own":
        own = user.department
        return [own] if own and access.publishes(own, at) else []
    return list(access.departments(user))


@require_safe
@allowed("pool.view")
def losses(request):
    """Releases of the day, published; and, one tab further, the customers I lost."""
    at, user = now(), request.user
    mine, day = request.GET.get("show") == "mine", _day(request, at)
    departments = _published_to(user, at)
    if not departments:
        mine = True
    order: tuple[str, ...]
    if mine:
        rows, order = publication.lost_by(user), ("-at", "-id")
    else:
        rows, order = publication.published([d.pk for d in departments], day), ("-id",)
    page = paged(request, rows.select_related("customer", "owner", "closes_owner"), order=order)
    here = reverse("assignment:losses")
    tabs = [
        {"label": _("Published"), "url": f"{here}?day={day}", "active": not mine},
        {"label": _("Customers I lost"), "url": f"{here}?show=mine", "active": mine},
    ]
    return render(
        request,
        "assignment/losses.html",
        {
            "page": page,
            "rows": _released(page.rows, user, at),
            "tabs": tabs if departments else [],
            "mine": mine,
            "day": day,
            "today": local_date(at),
            "near": _near(day, at),
            "departments": departments,
        },
    )


def _near(day, at):
    """Addresses of the day before and the day after."""
    after = day.toordinal() + 1
    return {
        "before": f"?day={day.fromordinal(day.toordinal() - 1)}",
        "after": f"?day={day.fromordinal(after)}" if after <= local_date(at).toordinal() else "",
    }


@require_safe
@allowed("sweep.view")
def sheet(request):
    """Per rep and day: gained, lost, given up, extended, held; to print, or as CSV."""
    at, user = now(), request.user
    day = _day(request, at)
    departments = _published_to(user, at)
    chosen = next((d for d in departments if str(d.pk) == request.GET.get("department")), None)
    shown = list(chosen.subtree().filter(pk__in=[d.pk for d in departments])) if chosen else departments
    lines = ownership_changes.changes_of_day(shown or [user.department], day, at)
    if not departments:
        lines = [line for line in lines if line.person == user]
    if request.GET.get("format") == "csv":
        return _csv(request, lines, day, at)
    sums = {
        name: sum(getattr(line, name) for line in lines) for name in ("gained", "lost", "given_up", "extended", "held")
    }
    figures = {name: number_format(n, force_grouping=True) for name, n in sums.items()}
    return render(
        request,
        "assignment/change_sheet.html",
        {
            "lines": lines,
            "figures": figures,
            "day": day,
            "today": local_date(at),
            "near": _near(day, at),
            "departments": departments,
            "chosen": chosen,
            "csv_url": f"?day={day}{f'&department={chosen.pk}' if chosen else ''}&format=csv",
        },
    )


def _csv(request, lines, day, at):
    log.record(
        by=request.user,
        action="change_sheet.exported",
        at=at,
        subject_name=f"{day}",
        changes={"rows": [None, len(lines)]},
    )
    answer, out = csv_file.answer(f"changes-{day}.csv")
    heads = [
        _("Department"),
        _("Person"),
        _("Gained"),
        _("Lost"),
        _("Given up"),
        _("Extended"),
        _("Held at the end of the day"),
        _("Slots"),
    ]
    out.row([*heads, _("%(who)s, %(when)s") % {"who": request.user, "when": minute(at)}])
    for line in lines:
        slots = "" if line.slots is None else line.slots
        out.row(
            [
                line.person.department,
                line.person,
                line.gained,
                line.lost,
                line.given_up,
                line.extended,
                line.held,
                slots,
            ]
        )
    return answer


@require_safe
@allowed("sweep.view")
def sheet_person(request, pk):
    """What stands behind one line: the customers that came and went that day."""
    at, user = now(), request.user
    departments = _published_to(user, at)
    people = User.objects.filter(department__in=departments) if departments else User.objects.filter(pk=user.pk)
    person = get_object_or_404(people.select_related("department"), pk=pk)
    day = _day(request, at)
    entries = list(ownership_changes.entries(person, day)[:200])
    seen = set(
        customer_access.visible(user, at).filter(pk__in=[e.customer_id for e in entries]).values_list("pk", flat=True)
    )
    rows = [
        {
            "time": minute(e.at)[11:],
            "what": e.get_kind_display(),
            "name": e.customer.name,
            "code": e.customer.code,
            "came": e.owner_id == person.pk,
            "url": _why(e, user, seen),
            "reason": e.reason,
            "rule": str(RULE_NAMES.get(e.rule, "") or asked_kind(e)),
            "other": _other(e, person),
        }
        for e in masked(user, entries)
    ]
    return render(
        request,
        "assignment/change_sheet_person.html",
        {
            "person": person,
            "day": day,
            "rows": rows,
            "crumbs": [(_("Ownership changes"), f"{reverse('assignment:ownership_changes')}?day={day}")],
        },
    )


def _other(event, person):
    """From whom it came, or to whom it went."""
    if event.kind == OwnershipEvent.Kind.EXTENDED:
        return ""
    if event.owner_id == person.pk:
        return str(event.closes_owner or "") if event.closes_owner_id != person.pk else ""
    return str(event.owner) if event.owner_id else _("public pool")
