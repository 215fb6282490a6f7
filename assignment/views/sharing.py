"""Working together and disagreeing: collaborators, validity queries, conflicts, letters (rows D8, Nd3, Nd4, M14)."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignment.domain import collaborators, cooperation
from assignment.domain.disputes import conflict as disputes
from assignment.domain.handover import letters
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.refused import Refused
from crm_project.lib.time import day
from crm_project.lib.views import attempt, back, now, posted
from customers.domain import access as customer_access
from customers.models import Collaborator, Ownership
from customers.views.asking import asked_customer

from ..forms.ownership import CollaboratorForm, ConflictForm, ReasonForm
from .one_customer import answer, load, only_owned, verb
from .pool import customer_page


def _may_share(request, customer, row):
    """The owner and whoever may transfer the customer register collaborators."""
    return row is not None and (
        row.owner_id == request.user.pk or customer_access.may(request.user, "customer.transfer", customer, row)
    )


def _colleagues(*without):
    return (
        User.objects.active()
        .filter(who_may("followup.create"))
        .exclude(pk__in=[pk for pk in without if pk])
        .select_related("department")
    )


@verb
@allowed("customer.view")
def collaborator_new(request, pk):
    """Register a colleague on an owned customer."""
    at = now()
    customer, row = load(request, pk, at)
    if not _may_share(request, customer, row):
        raise Http404
    form = CollaboratorForm(posted(request), people=_colleagues(row.owner_id))
    present = Collaborator.objects.filter(customer=customer, until__isnull=True).select_related("user")
    return answer(
        request,
        customer,
        form,
        lambda data: cooperation.propose_cooperation(
            customer_id=pk, user=data["user"], note=data["note"], by=request.user, at=at
        ),
        done=_(
            "Within the team it takes effect at once and the manager is notified; across teams both managers decide first."
        ),
        title=_("Register a collaborator"),
        button=_("Register"),
        lead=customer.name,
        facts=[(_("Owner"), str(row.owner)), (_("Registered so far"), ", ".join(str(c.user) for c in present))],
        hint=_("A collaborator sees the customer and records valid follow-ups."),
    )


@require_POST
@allowed("customer.view")
def collaborator_end(request, pk):
    """End a registration: the owner, whoever may transfer, and the collaborator themselves."""
    at = now()
    entry = get_object_or_404(Collaborator.objects.select_related("customer"), pk=pk, until__isnull=True)
    customer, row = load(request, entry.customer_id, at)
    if entry.user_id != request.user.pk and not _may_share(request, customer, row):
        raise Http404
    attempt(
        request,
        collaborators.end_collaboration,
        collaborator_id=entry.pk,
        by=request.user,
        at=at,
        done=_("The collaboration is ended."),
    )
    return back(request, customer_page(customer))


def asking(view):
    """The view gets (request, customer, ownership row, whether the file may be opened, at): a customer that the user sees, or one of
    somebody else that a page offered to them; what the duplicate check shows of it is all that is shown here."""

    @verb
    @allowed("customer.claim")
    @wraps(view)
    def inner(request, pk):
        at = now()
        try:
            customer, seen = asked_customer(request, pk, at)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return HttpResponseRedirect(reverse("approvals:mine"))
        row = Ownership.of(pk)
        return view(request, customer, row, seen, at)

    return inner


def whose(customer, row):
    """Code and owner: what may be told to anybody."""
    return [(_("Code"), customer.code), (_("Owner"), str(row.owner) if row else _("none: it is in the public pool"))]


@asking
def validity(request, customer, row, seen, at):
    """Ask whether somebody else's customer is really worked on (Nd3)."""
    boss = decider(row.department, 1, "request.decide", exclude=[request.user, row.owner_id]) if row else None
    form = ReasonForm(posted(request))
    return answer(
        request,
        customer,
        form,
        lambda data: disputes.ask_validity(customer_id=customer.pk, reason=data["reason"], by=request.user, at=at),
        done=_("Your validity query was sent; you will be notified."),
        title=_("Ownership dispute (validity)"),
        button=_("Send request"),
        lead=customer.name,
        then=after(customer, seen),
        facts=[*whose(customer, row), (_("Decides"), str(boss or _("nobody")))],
        cancel=after(customer, seen),
        hint=_(
            "The manager sees the effort of both sides. If the customer was held without valid follow-ups, it passes to you."
        ),
    )


@asking
def conflict(request, customer, row, seen, at):
    """Two people work on the same customer: ask who closes the deal (Nd4)."""
    people = _colleagues(request.user.pk)
    initial = {"other": row.owner_id} if row and row.owner_id != request.user.pk else None
    form = ConflictForm(posted(request), people=people, initial=initial)
    return answer(
        request,
        customer,
        form,
        lambda data: disputes.ask_conflict(
            customer_id=customer.pk, other_id=data["other"].pk, reason=data["reason"], by=request.user, at=at
        ),
        done=_("Reported; the manager decides who closes the deal."),
        title=_("Report a conflict"),
        button=_("Report"),
        lead=customer.name,
        facts=whose(customer, row),
        then=after(customer, seen),
        cancel=after(customer, seen),
        hint=_(
            "The manager sees both sides' follow-ups side by side, decides who closes the deal, and may split the commission."
        ),
    )


def after(customer, seen):
    """Where one goes on: the file, or one's own requests where it can't be opened."""
    return customer_page(customer) if seen else reverse("approvals:mine")


@verb
@allowed("customer.view")
def letter(request, pk):
    """The printable letter that tells the customer who is in charge now (M14)."""
    customer, row = load(request, pk, now())
    only_owned(customer, row)
    written = letters.compose([customer], letters.template())
    return render(
        request,
        "assignment/letters.html",
        {
            "letters": list(written.values()),
            "title": _("Letter to %(name)s") % {"name": customer.name},
            "day": day(now()),
            "crumbs": [(customer.name, customer_page(customer))],
            "mail_url": reverse("assignment:letter_mail", args=[pk]) if _may_share(request, customer, row) else "",
        },
    )


@require_POST
@allowed("customer.view")
def letter_mail(request, pk):
    """The same as mail, at once."""
    at = now()
    customer, row = load(request, pk, at)
    if row is None or not _may_share(request, customer, row):
        raise Http404
    written = letters.compose([customer], letters.template())
    attempt(
        request,
        letters.send_letter,
        letter=written[customer.pk],
        by=request.user,
        at=at,
        done=_("The customer was informed by e-mail."),
    )
    return HttpResponseRedirect(customer_page(customer))
