"""Tidying: what is to be cleaned up, kind by kind, with what is done with the ticked rows and its undo (row Ne8)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import now, refusal_into
from crm_project.undo.views import offering
from customers.domain.access.masking import CLEAR, shown
from customers.domain.tidying import finding, many
from customers.domain.tidying.progress import progress
from customers.presenters import tidying as words

from ..forms.tidying import AskForm, RemoveManyForm
from ..undo import TIDIED

SIZE = 25
FORMS = {finding.GAPS: AskForm, finding.DEAD: RemoveManyForm}
VERBS: dict[str, Callable[..., many.Tidied]] = {
    finding.PAIRS: many.dismiss_pairs,
    finding.NAMES: many.confirm_names,
    finding.GAPS: many.ask_owners,
    finding.DEAD: many.remove_dead,
    finding.CONTACTS: many.mark_left,
    finding.TASKS: many.pass_tasks,
    finding.FILTERS: many.take_filters,
}
NEAR = {
    finding.PAIRS: (("one__ownership__owner", "other__ownership__owner"), ()),
    finding.NAMES: (("customer__ownership__owner",), ()),
    finding.GAPS: (("ownership__owner",), ("contacts", "regions")),
    finding.DEAD: (("ownership__owner",), ("contacts",)),
    finding.CONTACTS: (("customer__ownership__owner",), ()),
    finding.TASKS: (("assignee", "customer__ownership__owner"), ()),
    finding.FILTERS: (("owner",), ()),
}


@allowed(finding.RIGHT)
@require_GET
def tidying(request):
    """One section at a time (`?kind=`), and how it goes on by department."""
    kind = request.GET.get("kind")
    return _page(request, kind if kind in finding.KINDS else finding.PAIRS, now())


@allowed(finding.RIGHT)
@require_POST
def tidy(request, kind):
    """Do what the section offers with the ticked rows; what was refused is said, the rest can be undone."""
    if kind not in finding.KINDS:
        raise Http404
    at = now()
    form = FORMS[kind](request.POST) if kind in FORMS else None
    if form is not None and not form.is_valid():
        return _page(request, kind, at, form=form)
    near, _many = NEAR[kind]
    rows = finding.KINDS[kind].rows(request.user, at).filter(pk__in=keys(request.POST.getlist("ids")))
    try:
        tidied = VERBS[kind](
            rows.select_related(*near).order_by("pk"), by=request.user, at=at, **(form.cleaned_data if form else {})
        )
    except Refused as refusal:
        if form is not None and refusal.field in form.fields:
            refusal_into(form, refusal)
            return _page(request, kind, at, form=form)
        messages.error(request, refusal.sentence)
    else:
        _say(request, kind, tidied, at)
    return redirect(f"{reverse('customers:tidying')}?kind={kind}")


def _say(request, kind, tidied, at):
    if tidied.refused:
        n = len(tidied.refused)
        text = _("%(n)d left as they are: %(names)s") % {"n": n, "names": many.names(tidied.refused[:5])}
        messages.warning(request, text)
    if tidied.done:
        text = words.done_text(kind, len(tidied.done))
        done = {str(pk): kept for pk, kept in tidied.done.items()}
        offering.done(request, text, TIDIED, at=at, what=kind, done=done)


def _page(request, kind, at, form=None):
    near, with_many = NEAR[kind]
    rows = finding.KINDS[kind].rows(request.user, at)
    page = Page(
        rows.select_related(*near).prefetch_related(*with_many),
        order=("-pk",),
        cursor=request.GET.get("after"),
        size=SIZE,
    )
    count = capped_count(rows)
    found = list(page.rows)
    if kind == finding.TASKS:
        found = shown(request.user, found)
    lines, counted_at = progress(request.user, at)
    root = reverse("customers:tidying")
    context = {
        "kind": kind,
        "tabs": [
            {"label": label, "url": f"{root}?kind={key}", "active": key == kind}
            for key, label in words.labels().items()
        ],
        "title": words.labels()[kind],
        "lead": words.lead(kind),
        "button": words.button(kind),
        "form": form or (FORMS[kind]() if kind in FORMS else None),
        "rows": [words.row(kind, row, CLEAR) for row in found],
        "count": count,
        "count_text": page.span(count),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
        "release": kind == finding.DEAD,
        "headings": list(words.labels().values()),
        "progress": words.progress(lines),
        "counted_at": minute(counted_at) if counted_at else "",
    }
    return render(request, "customers/tidying.html", context, status=422 if form is not None else 200)
