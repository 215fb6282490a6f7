"""What the follow-up form shows around its fields, put into words once."""

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain import appeals
from activities.domain.followup_corrections import changed
from activities.forms import AppealForm, VoidForm
from activities.models import Attachment
from activities.models.choices import Check
from activities.presenters import deadline_preview, timeline
from activities.presenters.followup_entries import ICONS
from activities.presenters.timeline_entries import size
from assignment.domain.policies.lookup import PolicyBook
from assignment.presenters.countdown import left, share, state
from assignment.rules.standard import NEEDS_ANSWER
from crm_project.accounts.domain.access import may
from crm_project.lib.file_kinds import KINDS as FILE_KINDS
from crm_project.lib.time import minute
from customers.domain.access.masking import mask_on
from customers.domain.needs import may_confirm
from customers.presenters.file import needs as needs_text

# Fields that are folded away until one of them is used or asked for.
MORE = ("purpose", "occurred_at", "late_reason")


def toggles(form, name, icons=None):
    """A choice as large buttons: [{id, value, label, icon, checked}]."""
    value = str(form[name].value() or "")
    return [
        {
            "id": f"id_{name}_{n}",
            "value": key,
            "label": label,
            "icon": (icons or {}).get(key, ""),
            "checked": str(key) == value,
        }
        for n, (key, label) in enumerate(form.fields[name].choices)
    ]


def form_parts(form, customer, at, *, mask, step=None, row=None):
    """The form's part alone."""
    ownership = customer.ownership_or_none
    late = any(form[name].value() for name in MORE) or any(name in form.errors for name in (*MORE, "files"))
    return {
        "customer": customer,
        "form": form,
        "row": row,
        "kinds": toggles(form, "kind", ICONS),
        "ahead": toggles(form, "next_when"),
        "contacts": form.contacts,
        "step": _step(step, at, mask),
        "asks_answer": str(form["kind"].value()) in NEEDS_ANSWER,
        "more": late or bool(row),
        "judge": deadline_preview.beginning(ownership, at) if ownership else None,
        "accept": ",".join(f".{kind}" for kind in FILE_KINDS),
        "action": reverse("activities:followup_edit", args=[row.pk])
        if row
        else reverse("activities:followup_new", args=[customer.pk]),
        "judge_url": reverse("activities:judge", args=[customer.pk]),
    }


def followup_page(request, customer, form, at, *, step=None, row=None, refusal=None):
    """The whole page: the form, the clock, the last entries; `refusal` says why there is no form."""
    ownership, mask = customer.ownership_or_none, mask_on(request.user, customer, at)
    context = form_parts(form, customer, at, mask=mask, step=step, row=row) | {
        "crumbs": [(customer.name, reverse("customers:detail", args=[customer.pk]))],
        "refusal": refusal,
        "ways": _ways(refusal, customer, request.user) if refusal else [],
        "typed": form.is_bound,
        "recent": timeline.page(customer, request.user, at, kind=timeline.FOLLOWUPS, size=5)["days"]
        if not refusal
        else [],
    }
    if not row and may_confirm(request.user, customer, ownership):
        context["needs"] = mask.text(needs_text(customer))
    if ownership:
        due = ownership.release_at
        context["clock"] = {
            "text": left(due, at),
            "state": state(due, at),
            "share": share(ownership.contacted_at or ownership.since, due, at),
            "due": minute(due) if state(due, at) != "none" else "",
        }
        context["owner"] = ownership.owner
    if row:
        policy = PolicyBook().for_department(ownership.department, at) if ownership else None
        files = Attachment.objects.filter(followup=row, voided_at__isnull=True)
        context |= {
            "files": [(f.pk, f.name, size(f.size)) for f in files],
            "in_place": changed(row, {}, at, policy)["in_place"],
            "void_form": VoidForm(),
            "rejection": _rejection(mask.row(row), row),
            "entered": minute(row.recorded_at),
        }
    return context


def _rejection(shown, row):
    """What the manager said of a rejected entry, and how an appeal stands; None where nobody rejected it."""
    if row.check_state != Check.REJECTED or row.checked_by_id is None:
        return None
    waits = appeals.waiting(row)
    answer = None if waits else appeals.answered(row)
    request = waits or answer
    return {
        "by": str(row.checked_by),
        "when": minute(row.checked_at),
        "reason": shown.check_reason,
        "waits": str(waits.decider) if waits else "",
        "url": reverse("approvals:request", args=[request.pk]) if request else "",
        "refused": answer.decision if answer else "",
        "form": AppealForm(),
    }


def _step(step, at, mask):
    if step is None:
        return None
    due = step.next_contact_at
    return {
        "text": mask.text(step.next_step),
        "who": str(step.author),
        "on": minute(step.occurred_at),
        "due": minute(due) if due else "",
        "over": bool(due and due < at),
    }


def _ways(refusal, customer, user):
    """[(label, url)]: what one can do instead; claiming and asking are for whoever holds customers."""
    wanted = {
        "in_pool": [(_("Record the contact and claim"), "assignment:claim_form")],
        "not_owner": [
            (_("Dispute the ownership (validity query)"), "assignment:validity"),
            (_("Report a conflict"), "assignment:conflict"),
            (_("Request cooperation"), "assignment:cooperation"),
        ],
        "merged": [(_("Open the surviving customer"), "customers:detail")],
    }.get(refusal.code, [])
    if refusal.code != "merged" and not may(user, "customer.claim"):
        return []
    pk = customer.merged_into_id if refusal.code == "merged" else customer.pk
    return [(label, reverse(name, args=[pk])) for label, name in wanted]
