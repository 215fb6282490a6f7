"""Requests as the inbox shows them: everything from the row itself, so that thirty cost what one costs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.approvals.domain.kinds import kind_of
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import RequestCard
from crm_project.audit.presenters.rows import masks_for
from crm_project.catalogue import request_card_facts
from crm_project.lib.time import days, days_between, minute, since

Status = Request.Status
STATUS_TONES = {
    Status.PENDING: "info",
    Status.APPROVED: "ok",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "",
    Status.OBSOLETE: "",
}
# Of a kind that no app declares any more.
BARE = RequestCard(tone="", effect="")


def _worded(text, row):
    """A declared text: a function of the request, or a sentence that may name who asked."""
    return text(row) if callable(text) else str(text) % {"person": row.asked_by}


def _department(row):
    """Beside the name of whoever asked: their department; that of the customer only where it is the same, or nobody asked."""
    same = row.asked_by_id is None or row.asked_by.department_id == row.department_id
    return row.department if same else None


def overdue(row, at):
    """How late the decision is, or empty."""
    if row.status != Status.PENDING or row.due_at > at:
        return ""
    n = days_between(row.due_at, at)
    return _("overdue since today") if n < 1 else _("overdue by %(days)s") % {"days": days(n)}


def facts_of(rows):
    """{key of the request: [(label, value)]} that the apps know about many at once; one query for each such function."""
    found = {row.pk: [] for row in rows}
    for facts in request_card_facts():
        for pk, more in facts(rows).items():
            found[pk] += more
    return found


def read(rows, user):
    """Requests as `user` may read them, to be shown and not saved: numbers of customers masked in what was typed."""
    rows = list(rows)
    masks = masks_for(user, {row.customer_id for row in rows})
    return [masks[row.customer_id].row(row) if row.customer_id in masks else row for row in rows]


def card(row, user, at, *, may_decide=True, errors=(), typed="", facts=()):
    """One request for parts/decide.html; `row` as `read` gives it."""
    decide = reverse("approvals:decide", args=[row.pk])
    kind = kind_of(row.kind)
    words = kind.card or BARE
    waited = _("waiting: %(time)s") % {"time": since(row.asked_at, at)}
    standing_in = (
        ""
        if row.decider_id == user.pk or not may_decide or row.decider is None
        else _("you stand in for %(person)s") % {"person": row.decider}
    )
    return {
        "pk": row.pk,
        "title": row.title,
        "url": reverse("approvals:request", args=[row.pk]),
        "kind": str(kind.label),
        "tone": words.tone,
        "who": str(row.asked_by) if row.asked_by_id else _worded(words.asker, row) or _("the system"),
        "meta": " · ".join(str(x) for x in (_department(row), minute(row.asked_at), waited, standing_in) if x),
        "overdue": overdue(row, at),
        "reason": words.reason(row) if words.reason else row.reason,
        "facts": [(label, value) for label, value in (*facts, *(words.facts(row) if words.facts else ())) if value],
        "effect": _worded(words.effect, row),
        "approve_url": f"{decide}?do=approve",
        "approve_label": _worded(words.approve, row) or _("Approve"),
        "refuse_url": f"{decide}?do=refuse",
        "refuse_label": _worded(words.refuse, row),
        "refuse_note": _worded(words.refuse_note, row),
        "may_decide": may_decide and words.one_key,
        "confirm": _worded(words.confirm, row),
        "look_label": _worded(words.look, row) if may_decide else "",
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


def answer_of(row, form):
    """What a valid form answers, in the words of its button; empty where they are the usual ones."""
    words, do = kind_of(row.kind).card or BARE, form.cleaned_data["do"]
    own = {"approve": _worded(words.approve, row), "refuse": _worded(words.refuse, row), **dict(form.more_answers)}
    return str(own[do])


def evidence_of(row, user, at):
    """For the panel beside a request, with the rights of `user`:

    `facts`: [(label, value)]; `opens` and `links`: [(label, address)] above and below them; `panels`: templates that show what else there is.
    A constant number of queries (row Nd6).
    """
    evidence = kind_of(row.kind).evidence
    return {"row": read([row], user)[0], "facts": [], **(evidence(row, user, at) if evidence else {})}
