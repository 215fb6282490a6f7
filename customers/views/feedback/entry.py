"""Entering feedback of a customer, from the customer's page, a service order, a return visit or a questionnaire (row Nh8)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.domain.feedback_files import record_with_files
from crm_project.lib.query_values import key
from crm_project.lib.time import zone
from crm_project.lib.views import attempt_form, posted
from customers.domain.feedback import access
from customers.models import Contact, CustomerFeedback, FeedbackKind
from customers.presenters import feedback as words

from ...forms.feedback import FeedbackForm
from ..loading import customer_page


@require_http_methods(["GET", "POST"])
@customer_page
def record(request, customer, ownership, at):
    """Write what the customer said; `source` and `of` name what it is entered from."""
    if not access.may_record(request.user, customer, ownership, at):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    source = given.get("source", "") if given.get("source") in CustomerFeedback.Source.values else ""
    of = key(given.get("of", "")) if source else 0
    contact = Contact.objects.filter(customer=customer, pk=key(given.get("contact", ""))).first()
    form = FeedbackForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        customer=customer,
        initial={"received_at": timezone.localtime(at, zone()).replace(second=0, microsecond=0), "contact": contact},
    )
    row = attempt_form(
        form,
        record_with_files,
        customer_id=customer.pk,
        source=source,
        source_id=of or None,
        by=request.user,
        at=at,
    )
    if row:
        messages.success(request, _("Saved. %(person)s answers it.") % {"person": row.answerer})
        return redirect("customers:feedback_one", row.pk)
    kinds = FeedbackKind.objects.filter(active=True).select_related("department", "person")
    context = {
        "form": form,
        "customer": customer,
        "source": source,
        "of": of,
        "kinds": [(kind, words.kind_note(kind)) for kind in kinds],
    }
    return render(request, "customers/feedback/new.html", context, status=422 if form.errors else 200)
