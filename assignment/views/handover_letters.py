"""Letters of a handover: the wording, the sheets to print, and sending them as mail (row M14)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignment import tasks
from assignment.domain import access
from assignment.domain.handover import letters
from assignment.domain.handover import plan as handover_plan
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import day
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access.gate import openable, stands_open

from ..forms.handover import LetterForm
from .handovers import load

MOST = 300


def _crumbs(this):
    return [
        (_("Handovers"), reverse("assignment:handovers")),
        (str(this.leaver), reverse("assignment:handover", args=[this.pk])),
    ]


def _mine(request, this):
    """Moved items with a new owner that the user may write to."""
    items = (
        this.items.filter(moved_at__isnull=False, to__isnull=False).select_related("customer__ownership").order_by("id")
    )
    return items if access.may_run(request.user, this) else items.filter(to=request.user)


@require_safe
@allowed("customer.view")
def sheets(request, pk):
    """One letter a page, for all, or for one item."""
    this = load(request, pk)
    items = _mine(request, this)
    if request.GET.get("item", "").isdecimal():
        items = items.filter(pk=request.GET["item"])
    elif request.GET.get("show") != "all":
        items = items.filter(informed_at__isnull=True)
    items = list(items[:MOST])
    at = now()
    shown = [i for i in items if stands_open(request.user, i.customer, i.customer.ownership_or_none, at)]
    written = letters.compose([i.customer for i in shown], letters.template(this), former=this.leaver)
    return render(
        request,
        "assignment/letters.html",
        {
            "letters": [written[i.customer_id] for i in shown if i.customer_id in written],
            "left_out": len(items) - len(shown),
            "title": _("Letters to the customers"),
            "day": day(at),
            "crumbs": _crumbs(this),
            "mail_url": "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("handover.run")
def wording(request, pk):
    """The text of the letters, with blanks, and how one would look."""
    this = load(request, pk)
    if not access.may_run(request.user, this):
        raise Http404
    subject, body = letters.template(this)
    form = LetterForm(posted(request), initial={"subject": subject, "body": body})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            letters.check_template(data["subject"], data["body"])
            handover_plan.save_letter(
                handover_id=pk,
                subject=data["subject"],
                body=data["body"].replace("\r\n", "\n"),
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The wording is saved."))
            return HttpResponseRedirect(reverse("assignment:handover_letters", args=[pk]))
    return render(
        request,
        "assignment/handover_wording.html",
        {"form": form, "handover": this, "blanks": [f"{{{name}}}" for name in letters.BLANKS], "crumbs": _crumbs(this)},
        status=422 if form.errors else 200,
    )


@require_POST
@allowed("customer.view")
def mail(request, pk):
    """Send what is not sent yet; each customer without an address stays on the list with the reason."""
    this = load(request, pk)
    mine = _mine(request, this).filter(openable(request.user, "customer_id"))
    ids = list(mine.filter(informed_at__isnull=True).values_list("pk", flat=True))
    tasks.mail_letters.delay_on_commit(pk, ids, request.user.pk, get_language())
    messages.success(request, _("The e-mails are being sent; the list shows who was informed."))
    return HttpResponseRedirect(reverse("assignment:handover", args=[pk]))
