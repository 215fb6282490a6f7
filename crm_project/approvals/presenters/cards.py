"""Requests as the inbox shows them: everything from the row itself, so that thirty cost what one costs."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.policies.requests import UNDER_POLICY
from assignment.models.choices import RULE_NAMES
from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.models import Request
from crm_project.lib.time import days_between, minute, since
from deals.presenters.request_evidence import brief

Status = Request.Status
TONES = {
    "extension": "info",
    "intent": "ok",
    "claim": "accent",
    "duplicate": "plum",
    "review": "warn",
    "validity": "plum",
    "conflict": "bad",
    "cooperation": "info",
    "put_back": "accent",
    "appeal": "warn",
    "policy": "accent",
    "key_customer": "plum",
    "discount": "warn",
    "deal_figure": "plum",
    "sales_plan": "info",
    "contract_figure": "plum",
    "expense": "info",
    "overdue": "bad",
}
STATUS_TONES = {
    Status.PENDING: "info",
    Status.APPROVED: "ok",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "",
    Status.OBSOLETE: "",
}


def _days(n):
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def effect(row):
    """What approving does, in one sentence."""
    who, arguments = row.asked_by, row.arguments
    if row.kind == "extension":
        return _("The deadline moves by %(days)s.") % {"days": _days(arguments.get("days") or 0)}
    if row.kind == "key_customer":
        return (
            _("It becomes a key customer.")
            if arguments.get("key")
            else _("It is treated as an ordinary customer from now on.")
        )
    return {
        "intent": _("The customer turns to intent and the clock of that stage starts."),
        "claim": _("%(person)s owns the customer from now on.") % {"person": who},
        "duplicate": _("The customer passes to %(person)s.") % {"person": who},
        "validity": _("The customer passes to %(person)s, without conditions.") % {"person": who},
        "conflict": _("You name who closes the deal and how the result is split inside."),
        "put_back": _(
            "The customer returns to %(person)s exactly as it was; the sweep leaves it alone until the day named."
        )
        % {"person": who},
        "cooperation": _(
            "The colleague named works along on the customer; across teams the other manager decides too."
        ),
        "appeal": _("The follow-up counts after all, and the deadline moves with it."),
        "review": _("The owner goes on; or give the customer to somebody else, or to the pool."),
        "policy": _("The rules hold from the day named; nobody loses a customer before being reminded."),
        "discount": _("The quote may go out with this discount."),
        "deal_figure": _("The new figures hold; the old ones stay in the record."),
        "sales_plan": _("The plan counts towards the department's."),
        "contract_figure": _("The figures of the contract change; what stood there before stays to be seen."),
        "expense": _("The expense is accepted; finance pays it."),
        "overdue": _(
            "Note what was agreed and until when; it leaves your inbox by itself once it is paid or received."
        ),
    }.get(row.kind, "")


def _asker(kind):
    """Who asks where no person does."""
    return {"overdue": _("the daily check"), "key_customer": _("the credit rating")}.get(kind, _("the policy"))


def _department(row):
    """Beside the name of whoever asked: their department; that of the customer only where it is the same, or nobody asked."""
    same = row.asked_by_id is None or row.asked_by.department_id == row.department_id
    return row.department if same else None


def approve_label(row):
    """What the approving button says."""
    if row.kind == "extension":
        return _("Grant %(days)s") % {"days": _days(row.arguments.get("days") or 0)}
    if row.kind == "review":
        return _("Let the owner go on")
    if row.kind == "put_back":
        return _("Put it back to %(person)s") % {"person": row.asked_by}
    if row.kind in ("validity", "duplicate", "claim"):
        return _("Give to %(person)s") % {"person": row.asked_by}
    if row.kind == "key_customer":
        return _("Make it a key customer") if row.arguments.get("key") else _("Make it an ordinary customer")
    if row.kind == "expense":
        return _("Accept")
    return _("Dealt with") if row.kind == "overdue" else _("Approve")


def refuse_label(row):
    """What the refusing button says; empty for the usual word."""
    return {"review": _("Release to the pool"), "key_customer": _("Leave it as it is")}.get(row.kind, "")


def overdue(row, at):
    """How late the decision is, or empty."""
    if row.status != Status.PENDING or row.due_at > at:
        return ""
    n = days_between(row.due_at, at)
    return _("overdue since today") if n < 1 else _("overdue by %(days)s") % {"days": _days(n)}


def _reason(row):
    """What whoever asked wrote; where no person worded it, the sentence for what is stored."""
    if row.kind == "key_customer":
        return _("Its grade of %(quarter)s says so.") % row.arguments
    if row.kind == "policy" and row.reason == UNDER_POLICY:
        return _("The department is to live under this policy of the rule book.")
    return row.reason


def card(row, user, at, *, may_decide=True, errors=(), typed="", owner=""):
    """One request for parts/decide.html."""
    decide = reverse("approvals:decide", args=[row.pk])
    review = row.kind == "review"
    waited = _("waiting: %(time)s") % {"time": since(row.asked_at, at)}
    standing_in = (
        ""
        if row.decider_id == user.pk or not may_decide or row.decider is None
        else _("you stand in for %(person)s") % {"person": row.decider}
    )
    rule = RULE_NAMES.get(row.arguments.get("rule") or row.evidence.get("rule"))
    return {
        "pk": row.pk,
        "title": row.title,
        "url": reverse("approvals:request", args=[row.pk]),
        "kind": label_of(row.kind),
        "tone": TONES.get(row.kind, ""),
        "who": str(row.asked_by) if row.asked_by_id else _asker(row.kind),
        "meta": " · ".join(str(x) for x in (_department(row), minute(row.asked_at), waited, standing_in) if x),
        "overdue": overdue(row, at),
        "reason": _reason(row),
        "facts": [
            (label, value)
            for label, value in ((_("Owner"), owner), (_("Rule"), rule if review else ""), *brief(row))
            if value
        ],
        "effect": effect(row),
        "approve_url": f"{decide}?do=approve",
        "approve_label": approve_label(row),
        "refuse_url": f"{decide}?do=refuse",
        "refuse_label": refuse_label(row),
        "refuse_note": _("Reason (the owner reads it)") if review else "",
        # Who closes the deal, and until when something is settled, has to be said: on the request's own page, not by one key.
        "may_decide": may_decide and row.kind not in ("conflict", "overdue"),
        "look_label": _("Compare both sides and decide") if may_decide and row.kind == "conflict" else "",
        "errors": errors,
        "typed": typed,
        "status": row.get_status_display(),
        "status_tone": STATUS_TONES[row.status],
        "evidence_url": reverse("approvals:evidence", args=[row.pk]),
        "open": row.status == Status.PENDING,
        "withdraw_url": reverse("approvals:withdraw", args=[row.pk]),
        "age": since(row.asked_at, at),
        "asked": minute(row.asked_at),
        "decided": minute(row.decided_at),
        "decided_by": str(row.decided_by) if row.decided_by_id else "",
        "decision": row.decision,
        "decider": str(row.decider) if row.decider_id else "",
    }
