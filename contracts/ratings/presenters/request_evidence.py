"""What is known beside the question whether a customer is a key customer, and its words."""

from django.utils.translation import gettext as _

from activities.presenters.request_evidence import last_followups
from contracts.ratings.models import Rating

from .grade_text import number, why_of

QUARTERS = 6


def key_customer(row, customer, user, at):
    """The grades of the last quarters, the latest with its reason."""
    grades = Rating.objects.filter(customer_id=row.customer_id, latest=True).select_related("scorecard")
    facts = [
        (
            rating.quarter,
            " · ".join([str(rating.grade or _("No grade")), str(number(rating.points)), str(why_of(rating))])
            if n == 0
            else f"{rating.grade or '–'} · {number(rating.points)}",
        )
        for n, rating in enumerate(grades.order_by("-quarter")[:QUARTERS])
    ]
    return {"facts": facts, **last_followups(row.customer_id)}


def effect(row):
    """What approving does."""
    return _("It becomes a key customer.") if row.arguments.get("key") else _("It is an ordinary customer from now on.")


def approve_label(row):
    """What the approving button says."""
    return _("Make it a key customer") if row.arguments.get("key") else _("Make it an ordinary customer")


def reason(row):
    """No person worded it: the sentence for what is stored."""
    return _("Based on its grade of %(quarter)s.") % row.arguments
