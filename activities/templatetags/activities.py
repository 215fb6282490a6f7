"""Parts of the customer's page that belong to activities: `{% followup_box customer %}` and `{% timeline customer %}`."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from activities.domain.access import followup_refusal
from activities.models.choices import FollowUpKind
from activities.presenters import timeline as stream
from activities.presenters.followup_entries import ICONS

register = template.Library()

# What the box offers at once; the form has them all.
QUICK = (FollowUpKind.CALL_OUT, FollowUpKind.VISIT_OUT, FollowUpKind.EMAIL, FollowUpKind.MEETING, FollowUpKind.NOTE)


@register.inclusion_tag("activities/parts/box.html", takes_context=True)
def followup_box(context, customer):
    """Buttons that open the follow-up form in place; no queries for an owner. Empty where they may not record here."""
    user = context["request"].user
    if customer.ownership_or_none is None or followup_refusal(user, customer):
        return {"kinds": []}
    url = reverse("activities:followup_new", args=[customer.pk])
    return {
        "url": url,
        "kinds": [{"label": kind.label, "icon": ICONS[kind], "url": f"{url}?kind={kind}"} for kind in QUICK],
    }


@register.inclusion_tag("activities/parts/timeline.html", takes_context=True)
def timeline(context, customer, judged=None):
    """The first page of the stream with its pills; `judged` ({follow-up id: reasons}) spares the judging."""
    return timeline_part(context["request"], customer, context["at"], judged=judged)


def timeline_part(request, customer, at, *, kind="", after="", judged=None):
    """The context of activities/parts/timeline.html; six queries, and five where nobody hands in the judgement."""
    found = stream.page(customer, request.user, at, kind=kind, after=after, judged=judged)
    url = reverse("activities:timeline", args=[customer.pk])
    return {
        "customer": customer,
        "url": url,
        "kind": kind,
        "days": found["days"],
        "older_url": f"{url}?{_query(kind, found['next'])}" if found["next"] else "",
        "pills": [
            {"key": "", "label": stream.ALL},
            *({"key": k, "label": stream.KINDS[k]} for k in stream.kinds_for(request.user, customer)),
        ],
    }


def _query(kind, after):
    return urlencode({"after": after} | ({"kind": kind} if kind else {}))
