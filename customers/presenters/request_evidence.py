"""What is known beside a request about a customer, with the rights of whoever looks at it (rows Nd6, M10)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.presenters.request_evidence import last_followups
from assignment.models import OwnershipEvent
from assignment.presenters.countdown import coming_facts, left
from assignment.rules.policy import NEVER
from crm_project.approvals.domain.access import waits_for
from crm_project.lib.language import with_note
from crm_project.lib.time import minute, since
from customers.domain import access
from customers.domain.access.gate import stands_open
from customers.domain.access.masking import mask_for
from customers.domain.stage_names import StageNames
from customers.models import Customer, Ownership

EVENTS = 6
READING, HISTORY = "customers/parts/request_reading.html", "assignment/parts/request_history.html"


def about_customer(more, *, right="", outside=None):
    """The `evidence` of a kind that is about a customer: the head of its file, and `more(row, customer, user, at)`.

    `right` is the permission that reading `more` takes besides the customer. `outside` gives what somebody reads who asked about
    a customer that is not theirs to open; others read whose it is, nothing else.
    """

    def evidence(row, user, at):
        rows = Customer.objects.select_related("department")
        customer = rows.filter(pk=row.customer_id).first() if row.customer_id else None
        if customer is None:
            return {}
        reader = _Reader(row, customer, user, at, right)
        if not reader.known:
            found = outside(row, customer, user, at) if outside else {}
            return {**_from_outside(customer, reader.ownership), **found, "panels": [READING, *found.get("panels", ())]}
        found = more(row, customer, user, at) if reader.informed else {}
        head = _file(customer, reader, at)
        out = {
            **head,
            **found,
            **{name: [*head[name], *found.get(name, ())] for name in ("facts", "opens")},
            "panels": [READING, *found.get("panels", ()), HISTORY],
        }
        out = _masked(out, mask_for(user, customer, reader.ownership, at))
        return out if reader.open else _without_words(out)

    return evidence


class _Reader:
    """What the person beside this request may read of it; at most three queries."""

    def __init__(self, row, customer, user, at, right):
        # Who decides, or decided, has to know what is decided about, wherever the customer lies.
        self.decides = user.pk in (row.decider_id, row.decided_by_id) or waits_for(user, row, at)
        self.seen = access.visible(user, at).filter(pk=customer.pk).exists()
        self.ownership = Ownership.of(customer.pk)
        self.open = stands_open(user, customer, self.ownership, at)
        # May read the file of the customer.
        self.known = self.seen or self.decides
        # May read the deal, the grade or the contract that it is about.
        self.informed = self.decides or not right or row.asked_by_id == user.pk
        self.informed = self.informed or access.may(user, right, customer, self.ownership)


def opens(customer):
    """The link to the customer's file."""
    return [(_("Open the customer"), reverse("customers:detail", args=[customer.pk]))]


def _from_outside(customer, ownership):
    """What the duplicate check tells anybody."""
    owner = str(ownership.owner) if ownership else _("none: it is in the public pool")
    facts = [(_("Customer"), customer.code), (_("Owner"), owner)]
    return {"facts": facts, "history": [], "sides": [], "outside": True}


def _file(customer, reader, at):
    ownership = reader.ownership
    facts = [
        (_("Customer"), f"{customer.code} · {StageNames().label(customer.department_id, customer.stage)}"),
        (_("Department"), str(customer.department)),
    ]
    if ownership:
        facts += [
            (_("Owner"), with_note(ownership.owner, since(ownership.since, at))),
            (
                _("Deadline"),
                with_note(minute(ownership.release_at), left(ownership.release_at, at))
                if ownership.rule
                else _("none"),
            ),
            *coming_facts(ownership, at),
        ]
    else:
        facts.append((_("In the public pool"), since(customer.pooled_at, at) if customer.pooled_at else "–"))
    return {"facts": facts, "opens": opens(customer) if reader.seen else [], "history": _history(customer)}


def _history(customer):
    events = OwnershipEvent.objects.filter(customer=customer).select_related("owner", "closes_owner", "actor")
    return [
        {
            "time": minute(e.at),
            "what": e.get_kind_display(),
            "who": str(e.owner or e.closes_owner or ""),
            "by": str(e.actor or ""),
            "reason": e.reason,
        }
        for e in events.order_by("-at", "-id")[:EVENTS]
    ]


def _masked(out, mask):
    """Numbers in what was said are hidden from whoever may not read the customer's numbers."""
    if not mask:
        return out
    hidden: dict[str, object] = {
        "history": [{**one, "reason": mask.text(one["reason"])} for one in out.get("history", ())]
    }
    if out.get("followups"):
        hidden["followups"] = [{**one, "text": mask.text(one["text"])} for one in out["followups"]]
    if out.get("sides"):
        hidden["sides"] = [
            {**side, "texts": [{**one, "text": mask.text(one["text"])} for one in side["texts"]]}
            for side in out["sides"]
        ]
    if out.get("why"):
        lists = {
            name: [{**one, "text": mask.text(one["text"])} for one in out["why"][name]]
            for name in ("counted", "not_counted")
        }
        hidden["why"] = {**out["why"], **lists}
    return {**out, **hidden}


def _without_words(out):
    """What was said stands in the file, which opens only with a reason (M10)."""
    sides = [{**side, "texts": []} for side in out.get("sides", ())]
    return {**out, "restricted": True, "followups": None, "why": None, "sides": sides}


def owners(rows):
    """{key of the request: [the owner of its customer]}, for the cards of the inbox; one query."""
    names = dict(
        Ownership.objects.filter(pk__in=[row.customer_id for row in rows]).values_list("pk", "owner__full_name")
    )
    return {row.pk: [(_("Owner"), names[row.customer_id])] for row in rows if names.get(row.customer_id)}


def intent(row, customer, user, at):
    """Since when it is a potential customer, and what was recorded last."""
    began = with_note(minute(customer.stage_since), since(customer.stage_since, at))
    facts = [(_("Potential since"), began)]
    due = datetime.fromisoformat(row.evidence["release_at"]) if row.evidence.get("release_at") else NEVER
    if due < NEVER:
        facts.append((_("Deadline when it was requested"), minute(due)))
    return {"facts": facts, **last_followups(row.customer_id)}
