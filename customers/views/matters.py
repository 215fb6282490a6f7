"""Major matters: reported, answered, passed on, closed; confidential ones for those named alone (row M8)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, attempt_form, now, posted, refusal_into
from customers.domain.access import opened
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import mask_on, shown
from customers.domain.matters import access, answering, entries, reporting
from customers.models import Matter
from customers.presenters import matters as words

from ..forms.matters import AnswerForm, AskAgainForm, MatterForm, PassOnForm, ReadersForm

NEAR = ("department", "answerer", "customer")
ORDER = ("-reported_at", "-id")


@login_required
@require_GET
def listed(request):
    """Matters that one may read: to answer, waiting, done."""
    at, tab = now(), request.GET.get("tab")
    labels = {
        "mine": _("For me to answer"),
        "open": _("Waiting for an answer"),
        "done": pgettext("major matter", "Answered"),
    }
    tab = tab if tab in labels else "mine"
    rows = access.visible(request.user, at).select_related(*NEAR)
    if tab == "done":
        rows = rows.exclude(status=Matter.Status.OPEN)
    elif tab == "open":
        rows = rows.filter(status=Matter.Status.OPEN)
    else:
        rows = rows.filter(access.to_answer(request.user.pk, local_date(at)))
    page = paged(request, rows, order=ORDER)
    root = reverse("customers:matters")
    tabs = [{"label": label, "url": f"{root}?tab={key}", "active": key == tab} for key, label in labels.items()]
    context = {"page": page, "tabs": tabs, "rows": [words.line(row, at) for row in shown(request.user, page.rows)]}
    return render(request, "customers/matters/list.html", context)


@allowed("customer.view")
@require_GET
def of_customer(request, pk):
    """The matters of one customer that one may read."""
    at = now()
    customer = _customer(request, pk, at)
    rows = access.visible(request.user, at).filter(customer=customer).select_related(*NEAR)
    page = paged(request, rows, order=ORDER)
    lines = [words.line(row, at) for row in shown(request.user, page.rows)]
    return render(request, "customers/matters/list.html", {"page": page, "customer": customer, "rows": lines})


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def report(request, pk):
    """Report a matter of a customer whose page one opens."""
    at = now()
    customer = _customer(request, pk, at)
    people = access.colleagues(request.user)
    form = MatterForm(posted(request), colleagues=people, initial={"due_on": reporting.usual_day(at)})
    if request.method == "POST" and form.is_valid():
        row = attempt_form(form, reporting.report_matter, customer=customer, by=request.user, at=at)
        if row:
            return redirect("customers:matter", row.pk)
    context = {"form": form, "customer": customer}
    return render(request, "customers/matters/report.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def one(request, pk):
    """What was said and done about a matter; of a confidential one each look is kept."""
    at = now()
    row = _matter(request, pk, at)
    entries.record_look(row=row, by=request.user, at=at)
    return _page(request, row, at)


@login_required
@require_POST
def answer(request, pk):
    """Answer it."""
    return _acted(request, pk, "answer", AnswerForm(request.POST), answering.answer_matter)


@login_required
@require_POST
def pass_on(request, pk):
    """Give it to whom it belongs."""
    form = PassOnForm(request.POST, colleagues=access.colleagues(request.user))
    return _acted(request, pk, "pass_on", form, answering.pass_on)


@login_required
@require_POST
def ask_again(request, pk):
    """The answer is not enough."""
    return _acted(request, pk, "ask", AskAgainForm(request.POST), answering.ask_again)


@login_required
@require_POST
def readers(request, pk):
    """Who else may read a confidential one."""
    form = ReadersForm(request.POST, colleagues=access.colleagues(request.user))
    return _acted(request, pk, "readers", form, answering.name_readers)


@login_required
@require_POST
def close(request, pk):
    """The answer is enough."""
    at = now()
    row = _own(request, pk, at)
    attempt(request, answering.close_matter, matter_id=row.pk, by=request.user, at=at, done=_("Closed."))
    return redirect("customers:matter", pk)


def _acted(request, pk, name, form, verb):
    """Do what the form says and show the matter; refused, the page comes back with what was typed."""
    at = now()
    row = _own(request, pk, at)
    if form.is_valid():
        try:
            verb(matter_id=row.pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return redirect("customers:matter", pk)
    return _page(request, row, at, **{name: form})


def _page(request, row, at, **typed):
    user, people = request.user, access.colleagues(request.user)
    forms: dict[str, Form] = {}
    if access.may_answer(user, row, at):
        forms["answer"] = AnswerForm()
    if access.may_pass_on(user, row, at):
        forms["pass_on"] = PassOnForm(colleagues=people)
    if access.may_close(user, row):
        forms["ask"] = AskAgainForm(initial={"due_on": reporting.usual_day(at)})
    if access.may_name(user, row):
        forms["readers"] = ReadersForm(colleagues=people, initial={"readers": row.readers.all()})
    mask = mask_on(user, row.customer, at)
    context = {
        "row": mask.row(row),
        "line": words.line(mask.row(row), at),
        "customer": opened(user, row.customer_id, at)[0],
        "reporter": row.reported_by,
        "named": [str(person) for person in row.readers.all()],
        "entries": words.history(entries.history(row), mask),
        "looks": words.looks(entries.looks(row)) if row.confidential else [],
        "forms": forms | typed,
        "may_close": access.may_close(user, row),
    }
    return render(request, "customers/matters/matter.html", context, status=422 if typed else 200)


def _matter(request, pk, at):
    """A matter that the person may read; 404 as if it were not there for everybody else."""
    rows = access.visible(request.user, at).select_related(*NEAR, "customer__ownership", "reported_by")
    return get_object_or_404(rows, pk=pk)


def _own(request, pk, at):
    """A matter in which the person does something, or did before it moved on: the verb then refuses, and what was typed is kept."""
    row = _matter(request, pk, at)
    if not access.takes_part(request.user, row, at):
        raise PermissionDenied(_("Only who answers or reported this matter does this."))
    return row


def _customer(request, pk, at):
    """The customer whose page the person opens, past the gate of a restricted file."""
    customer, ownership = opened(request.user, pk, at)
    if customer is None:
        raise Http404
    return pass_gate(request.user, customer, ownership, at)
