"""Requests as the inbox shows them: everything from the row itself, so that thirty cost what one costs."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.policies.requests import UNDER_POLICY
from assignment.presenters.rule_text import RULE_NAMES
from crm_project.approvals.models import Request
from crm_project.lib.time import days_between, minute, since
from deals.presenters.request_evidence import brief

Kind, Status = Request.Kind, Request.Status
TONES = {
    Kind.EXTENSION: "info",
    Kind.INTENT: "ok",
    Kind.CLAIM: "accent",
    Kind.DUPLICATE: "plum",
    Kind.REVIEW: "warn",
    Kind.VALIDITY: "plum",
    Kind.CONFLICT: "bad",
    Kind.COOPERATION: "info",
    Kind.PUT_BACK: "accent",
    Kind.APPEAL: "warn",
    Kind.POLICY: "accent",
    Kind.KEY_CUSTOMER: "plum",
    Kind.DISCOUNT: "warn",
    Kind.DEAL_FIGURE: "plum",
    Kind.SALES_PLAN: "info",
    Kind.CONTRACT_FIGURE: "plum",
    Kind.EXPENSE: "info",
    Kind.OVERDUE: "bad",
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
    if row.kind == Kind.EXTENSION:
        return _("The deadline moves by %(days)s.") % {"days": _days(arguments.get("days") or 0)}
    if row.kind == Kind.KEY_CUSTOMER:
        return (
            _("It becomes a key customer.")
            if arguments.get("key")
            else _("It is treated as an ordinary customer from now on.")
        )
    return {
        Kind.INTENT: _("The customer turns to intent and the clock of that stage starts."),
        Kind.CLAIM: _("%(person)s owns the customer from now on.") % {"person": who},
        Kind.DUPLICATE: _("The customer passes to %(person)s.") % {"person": who},
        Kind.VALIDITY: _("The customer passes to %(person)s, without conditions.") % {"person": who},
        Kind.CONFLICT: _("You name who closes the deal and how the result is split inside."),
        Kind.PUT_BACK: _(
            "The customer returns to %(person)s exactly as it was; the sweep leaves it alone until the day named."
        )
        % {"person": who},
        Kind.COOPERATION: _(
            "The colleague named works along on the customer; across teams the other manager decides too."
        ),
        Kind.APPEAL: _("The follow-up counts after all, and the deadline moves with it."),
        Kind.REVIEW: _("The owner goes on; or give the customer to somebody else, or to the pool."),
        Kind.POLICY: _("The rules hold from the day named; nobody loses a customer before being reminded."),
        Kind.DISCOUNT: _("The quote may go out with this discount."),
        Kind.DEAL_FIGURE: _("The new figures hold; the old ones stay in the record."),
        Kind.SALES_PLAN: _("The plan counts towards the department's."),
        Kind.CONTRACT_FIGURE: _("The figures of the contract change; what stood there before stays to be seen."),
        Kind.EXPENSE: _("The expense is accepted; finance pays it."),
        Kind.OVERDUE: _(
            "Note what was agreed and until when; it leaves your inbox by itself once it is paid or received."
        ),
    }[row.kind]


def _asker(kind):
    """Who asks where no person does."""
    return {Kind.OVERDUE: _("the daily check"), Kind.KEY_CUSTOMER: _("the credit rating")}.get(kind, _("the policy"))


def _department(row):
    """Beside the name of whoever asked: their department; that of the customer only where it is the same, or nobody asked."""
    same = row.asked_by_id is None or row.asked_by.department_id == row.department_id
    return row.department if same else None


def approve_label(row):
    """What the approving button says."""
    if row.kind == Kind.EXTENSION:
        return _("Grant %(days)s") % {"days": _days(row.arguments.get("days") or 0)}
    if row.kind == Kind.REVIEW:
        return _("Let the owner go on")
    if row.kind == Kind.PUT_BACK:
        return _("Put it back to %(person)s") % {"person": row.asked_by}
    if row.kind in (Kind.VALIDITY, Kind.DUPLICATE, Kind.CLAIM):
        return _("Give to %(person)s") % {"person": row.asked_by}
    if row.kind == Kind.KEY_CUSTOMER:
        return _("Make it a key customer") if row.arguments.get("key") else _("Make it an ordinary customer")
    if row.kind == Kind.EXPENSE:
        return _("Accept")
    return _("Dealt with") if row.kind == Kind.OVERDUE else _("Approve")


def refuse_label(row):
    """What the refusing button says; empty for the usual word."""
    return {Kind.REVIEW: _("Release to the pool"), Kind.KEY_CUSTOMER: _("Leave it as it is")}.get(row.kind, "")


def overdue(row, at):
    """How late the decision is, or empty."""
    if row.status != Status.PENDING or row.due_at > at:
        return ""
    n = days_between(row.due_at, at)
    return _("overdue since today") if n < 1 else _("overdue by %(days)s") % {"days": _days(n)}


def _reason(row):
    """What whoever asked wrote; where no person worded it, the sentence for what is stored."""
    if row.kind == Kind.KEY_CUSTOMER:
        return _("Its grade of %(quarter)s says so.") % row.arguments
    if row.kind == Kind.POLICY and row.reason == UNDER_POLICY:
        return _("The department is to live under this policy of the rule book.")
    return row.reason


def card(row, user, at, *, may_decide=True, errors=(), typed="", owner=""):
    """One request for parts/decide.html."""
    decide = reverse("approvals:decide", args=[row.pk])
    review = row.kind == Kind.REVIEW
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
        "kind": row.get_kind_display(),
        "tone": TONES[row.kind],
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
        "may_decide": may_decide and row.kind not in (Kind.CONFLICT, Kind.OVERDUE),
        "look_label": _("Compare both sides and decide") if may_decide and row.kind == Kind.CONFLICT else "",
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
