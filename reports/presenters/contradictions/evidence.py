"""The records that a contradiction is about, each as a line with its link (row Nf9)."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp
from contracts.models import Contract, Expense
from crm_project.lib.money import money_text
from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.models import Outing
from reports.models.contradictions import Kind
from reports.presenters.figures import Reader
from reports.presenters.outings.pages import followup_url, times_text


def lines(row, user, at):
    """[{what, text, url}] in their order; one query for each kind of record, customers out of reach stay unnamed."""
    keys = defaultdict(list)
    for what, key in row.evidence:
        keys[what].append(key)
    found: dict[str, dict[int, Any]] = {
        "followup": FollowUp.objects.in_bulk(keys["followup"]),
        "outing": Outing.objects.prefetch_related("visits").in_bulk(keys["outing"]),
        "expense": Expense.objects.in_bulk(keys["expense"]),
        "contract": Contract.objects.in_bulk(keys["contract"]),
    }
    customers = {one.customer_id for what in ("followup", "expense", "contract") for one in found[what].values()}
    customers |= {visit.customer_id for one in found["outing"].values() for visit in one.visits.all()}
    reader = Reader(user, customers, at)
    own = row.person_id == user.pk
    worded = {"followup": _followup, "outing": _outing, "expense": _expense, "contract": _contract}
    return [worded[what](found[what][key], reader, own) for what, key in row.evidence if key in found[what]]


def _name(reader, customer):
    return reader.names.get(customer) or _("a customer that you may not see")


def _followup(one, reader, own):
    gone = one.voided_at is not None
    url = link("customers:detail", one.customer_id) if one.customer_id in reader.names else ""
    if own and url and not gone:
        url = reverse("activities:followup_edit", args=[one.pk])
    when = _("%(when)s, entered %(entered)s") % {"when": minute(one.occurred_at), "entered": minute(one.recorded_at)}
    text = f"{one.get_kind_display()} · {_name(reader, one.customer_id)}"
    return {"what": text, "text": _("%(when)s; void by now") % {"when": when} if gone else when, "url": url}


def _outing(one, reader, own):
    names = _(", ").join(_name(reader, visit.customer_id) for visit in one.visits.all())
    text = f"{one.day.isoformat()} {times_text(one)}"
    return {"what": _("Field visit") + f" · {names}", "text": text, "url": link("reports:outing", one.pk)}


def _expense(one, reader, own):
    text = f"{one.spent_on.isoformat()} · {money_text(one.amount, one.currency)} · {one.get_status_display()}"
    return {"what": f"{one.what} · {_name(reader, one.customer_id)}" if own else _("Expense"), "text": text, "url": ""}


def _contract(one, reader, own):
    return {"what": _("Contract") + f" {one.number}", "text": minute(one.signed_at)[:10], "url": ""}


def ways(row, user):
    """[(label, url)]: the forms that put it right, for its person; saving leads back here."""
    if row.person_id != user.pk:
        return []
    here = urlencode({"next": reverse("reports:contradiction", args=[row.pk])})
    keys = dict(row.evidence[::-1])
    out = []
    if row.kind == Kind.OUTING:
        outing = Outing.objects.select_related("trip").filter(pk=keys["outing"]).first()
        visit = outing.visits.filter(pk=row.subject_id).first() if outing else None
        if outing and visit:
            url = followup_url(outing, visit, back=reverse("reports:contradiction", args=[row.pk]))
            out.append((_("Write the follow-up"), url))
            out.append((_("Correct the field visit"), reverse("reports:outing", args=[outing.pk])))
    elif row.kind in (Kind.VISIT, Kind.PLACES):
        out.append(
            (_("Correct the follow-up"), reverse("activities:followup_edit", args=[row.subject_id]) + f"?{here}")
        )
        if row.kind == Kind.VISIT:
            enter = reverse("reports:outing_enter")
            out.insert(0, (_("Enter the field visit"), f"{enter}?customer={row.customer_id}&{here}"))
    elif row.kind == Kind.EXPENSE:
        known = urlencode({"kind": "visit_out", "occurred_at": f"{row.day.isoformat()}T09:00"})
        url = reverse("activities:followup_new", args=[row.customer_id])
        out.append((_("Write down the visit"), f"{url}?{known}&{here}"))
    return out
