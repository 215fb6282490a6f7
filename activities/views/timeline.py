"""The stream of one customer, by part or as a page (row Na8)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.domain.access import customer_or_404
from crm_project.lib.views import now

from ..templatetags.activities import timeline_part


@login_required
@require_safe
def timeline(request, pk):
    """Older entries, one kind of them, or the whole page without htmx."""
    at = now()
    customer = customer_or_404(request.user, pk, at)
    after = request.GET.get("after", "")
    context = timeline_part(request, customer, at, kind=request.GET.get("kind", ""), after=after)
    if request.htmx:
        return render(request, f"activities/parts/{'stream' if after else 'timeline'}.html", context)
    context["crumbs"] = [(customer.name, reverse("customers:detail", args=[customer.pk]))]
    return render(request, "activities/timeline.html", context)
