"""What people said about a customer or a request, as the part of a page shows it, with the form to say more (row Nh3)."""

from django.urls import reverse

from crm_project.lib.time import minute
from customers.domain import comments as verbs
from customers.domain.access.masking import CLEAR, mask_for
from customers.models import Customer


def part(subject, request, at, *, text="", errors=()):
    """The context of the part; `text` and `errors` keep what was typed when it was refused."""
    mask = _mask(subject, request.user, at)
    rows = [
        {"pk": c.pk, "who": str(c.author), "time": minute(c.at), "iso": c.at.isoformat(), "text": mask.text(c.text)}
        for c in verbs.of(subject)
    ]
    return {
        "rows": rows,
        "request": request,
        "text": text,
        "errors": errors,
        "limit": verbs.LONGEST,
        "post_url": reverse("comment", args=[subject._meta.model_name, subject.pk]),
    }


def _mask(subject, user, at):
    """What of the customer that is spoken of the reader may not read."""
    if isinstance(subject, Customer):
        return mask_for(user, subject, subject.ownership_or_none, at)
    customer = Customer.objects.select_related("ownership").filter(pk=subject.customer_id or 0).first()
    return mask_for(user, customer, customer.ownership_or_none, at) if customer else CLEAR
