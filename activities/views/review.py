"""Follow-ups to be checked: late ones, all where the department wants it, and what came from outings (rows Nf4, Nf11, Nf13)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain import review
from activities.domain import same_day as shares
from activities.domain.access import customer_or_404, reviewable, to_check
from activities.domain.followup_corrections import check_followup
from activities.presenters import review as review_rows
from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import Page, capped_number, capped_text
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from crm_project.lib.views import back, now

from ..forms import RejectForm

SIZE = 30


@allowed("followup.review")
@require_safe
def review_list(request):
    """One page of follow-ups, worked with j, k, a and r."""
    at = now()
    tab = request.GET.get("tab") if request.GET.get("tab") in review.TABS else review.WAITING
    rows = review.of_tab(request.user, tab, at)
    page = Page(rows, order=review.order(tab), cursor=request.GET.get("after"), size=SIZE)
    counts = {tab: capped_number(rows)}
    url = reverse("activities:review_list")
    context = {
        "rows": review_rows.review_rows(page.rows, request.user, at),
        "tab": tab,
        "page": page,
        "next_url": page.next_url(request.GET),
        "prev_url": page.prev_url(request.GET),
        "count_text": page.span(capped_text(counts[tab])),
        "tabs": [
            {
                "label": label,
                "url": f"{url}?tab={key}",
                "active": key == tab,
                "count": capped_text(counts[key]) if key in counts else "",
            }
            for key, label in review.TABS.items()
        ]
        + [
            {"label": _("Entered on the same day"), "url": reverse("activities:same_day"), "active": False, "count": ""}
        ],
        "bulk": [{"url": reverse("activities:review_many"), "label": _("Confirm"), "icon": "check-lg"}],
    }
    return render(request, "activities/review.html", context)


@allowed("followup.review")
@require_safe
def same_day(request):
    """Per rep and period, how many contacts were entered on their own day (Nf7)."""
    text = request.GET.get("days", "")
    chosen = int(text) if text in {str(days) for days in shares.PERIODS} else shares.DEFAULT
    rows = shares.shares(request.user, now(), chosen)
    url = reverse("activities:same_day")
    tabs = [
        {
            "label": ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
            "url": f"{url}?days={days}",
            "active": days == chosen,
        }
        for days in shares.PERIODS
    ]
    return render(request, "activities/same_day.html", {"rows": rows, "total": shares.total(rows), "tabs": tabs})


@allowed("followup.review")
@require_http_methods(["GET", "POST"])
def followup_check(request, pk):
    """Any one follow-up: read it, confirm it, or reject it with a reason; by htmx only the row's last cell is answered."""
    at = now()
    row = get_object_or_404(reviewable(request.user).select_related("customer"), pk=pk)
    customer = customer_or_404(request.user, row.customer_id, at)
    if request.method == "GET":
        return _check_page(request, row, customer, at)
    confirm = request.POST.get("decision") == "confirm"
    form = RejectForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        check_followup(followup_id=row.pk, by=request.user, at=at, confirm=confirm, reason=reason)
    except Refused as refused:
        if request.htmx:
            return render(
                request,
                "activities/parts/check.html",
                {
                    "row": review_rows.cell({"pk": row.pk, "check_state": row.check_state}),
                    "problem": refused.sentence,
                    "typed": reason,
                },
                status=422,
            )
        messages.error(request, refused.sentence)
        return back(request, reverse("activities:review_list"))
    if request.htmx:
        return render(
            request, "activities/parts/checked.html", {"confirmed": confirm, "said": review_rows.effect(row, at)}
        )
    messages.success(request, review_rows.effect(row, at))
    return back(request, reverse("activities:review_list"))


def _check_page(request, row, customer, at):
    shown = review_rows.review_rows(
        list(reviewable(request.user).filter(pk=row.pk).values(*review.COLUMNS)), request.user, at
    )
    return render(
        request,
        "activities/check.html",
        {"row": shown[0], "customer": row.customer, "clock": review_rows.effect(row, at), "form": RejectForm()},
    )


@allowed("followup.review")
@require_POST
def review_many(request):
    """Confirm the picked ones; whatever was decided meanwhile is told and left alone."""
    at = now()
    ids = keys(request.POST.getlist("ids"))[:200]
    done, left = review.confirm_many(
        review.readable(to_check(request.user, at).filter(pk__in=ids), request.user, at), by=request.user, at=at
    )
    if done:
        messages.success(
            request, ngettext("%(n)d follow-up is confirmed.", "%(n)d follow-ups are confirmed.", done) % {"n": done}
        )
    for sentence in left:
        messages.error(request, sentence)
    return redirect("activities:review_list")
