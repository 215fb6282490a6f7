"""What is shared with, planned with and done for a customer, for its own page and the page of its grade (rows T14, T16, T17, T24)."""

from contracts.ratings.domain import access
from contracts.ratings.domain.key_account_care import overdue
from crm_project.lib.time import day
from customers.domain.access.masking import mask_for

from ..forms.entries import CareForm, OutcomeForm
from ..models import Care, KeyStatus

SHOWN = 50


def plans(user, customer, ownership, at, *, standing, form=None, answered=(None, None)):
    """Entries with the form that closes each, and the form for a new one where something may be written down.

    `form`, `answered` (the key of an entry and its form) are those that came back with errors.
    """
    kind = standing.kind if standing else None
    form = form or CareForm(standing=kind)
    mask = mask_for(user, customer, ownership, at)
    rows = [mask.row(row) for row in Care.objects.filter(customer=customer).select_related("by", "done_by")[:SHOWN]]
    return {
        "care": [_entry(row, at, *answered) for row in rows],
        "care_form": form if form.fields["kind"].choices else None,
        "may_care": access.may_care(user, customer, ownership),
    }


def of_customer(user, customer, ownership, at):
    """The same for the customer's own page; entries only for those who may see its grade."""
    if not access.visible(user).filter(pk=customer.pk).exists():
        return {"plans_seen": False}
    standing = KeyStatus.objects.filter(customer=customer).first()
    return {"plans_seen": True, "standing": standing} | plans(user, customer, ownership, at, standing=standing)


def _entry(row, at, answered, form):
    """One entry with the form that closes it; the form that came back with errors stands open at its own entry."""
    closing = None if row.done_at else form if row.pk == answered else OutcomeForm(entry=row.pk)
    return {"row": row, "late": overdue(row, at), "done": day(row.done_at), "form": closing, "open": row.pk == answered}
