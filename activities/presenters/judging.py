"""What a form of an exchange is told while it is typed: valid or not, and what the clock will say (row Nd7)."""

from django.utils.translation import gettext as _

from activities.domain.access import followup_refusal
from activities.domain.deadline_preview import deadline_preview as outlook
from activities.domain.matters import names_its_customer
from activities.presenters import deadline_preview
from crm_project.lib.refused import Refused


def _bad(sentence):
    return {"state": "bad", "title": sentence, "reasons": [], "then": "", "meter": None}


def judged(form, customer, user, at, *, row=None):
    """The answer for parts/judge.html, of a checked FollowUpForm; `row`: the entry that it changes."""
    refusal = followup_refusal(user, customer)
    if refusal:
        return _bad(refusal.sentence)
    if "occurred_at" in form.errors:
        return _bad(_("The time can't be read: use the format 2026-03-01 10:00."))
    fields = form.exchange()
    try:
        seen = outlook(customer.ownership_or_none, by=user, at=at, fields=fields, replaces=row)
    except Refused as refused:
        return _bad(refused.sentence)
    hint = "" if names_its_customer(customer, form.contacts, fields) else deadline_preview.unrelated(customer)
    return deadline_preview.validity_preview(seen, fields["content"], at, hint=hint)
