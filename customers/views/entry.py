"""Entering and changing a customer; what is known of a name while it is typed (rows Nc1-Nc3, Ni3, Ni5, Ni9, D3)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignment.domain.ownership.claim_requests import ask_duplicate
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into, saves_nothing
from customers.domain import access, phones, records, registry, required_fields
from customers.domain.access.lookups import Kind, count
from customers.domain.access.masking import closed_fields, mask_for
from customers.domain.duplicates import matching
from customers.presenters import match_cards, name_questions
from customers.rules import names

from ..forms.customer import FileForm, NewCustomerForm
from ..forms.duplicate import ApplyForm
from ..forms.entry_topics import first_fields, folded_topics
from ..models import Customer
from .asking import asked_customer
from .loading import customer_page
from .reading import within_limit

# A form that waits while a slot is freed is kept in the session under this name.
WAITING = "new_customer"
OFFERED = 20


@allowed("customer.create")
@require_http_methods(["GET", "POST"])
def new(request):
    """Enter a customer with its first contact; refusals keep everything typed and say what to do."""
    at = now()
    data = request.POST if request.method == "POST" else _resumed(request)
    form = NewCustomerForm(data, user=request.user, at=at, initial=_begun(request, at))
    context = {}
    if request.method == "POST" and form.is_valid():
        try:
            customer = records.create_customer(
                by=request.user,
                at=at,
                fields=form.file(),
                contact=form.contact(),
                owner=form.holder(),
                department=form.department,
                regions=form.cleaned_data["regions"],
                name_confirmed=form.cleaned_data["name_confirmed"],
            )
        except Refused as refusal:
            context = _refused(request, form, refusal, at)
        else:
            request.session.pop(WAITING, None)
            messages.success(
                request,
                _("“%(name)s” was entered as %(code)s.") % {"name": customer.name, "code": customer.code},
            )
            return redirect("customers:detail", customer.pk)
    asked = _(", ").join(
        str(required_fields.ASKABLE[name]) for name in required_fields.required_fields(form.department)
    )
    context |= {
        "form": form,
        "first": first_fields(form),
        "topics": folded_topics(form),
        "asked": asked,
        "outline": _outline(form),
        "registry": registry.is_set(),
        "resumed": request.method == "GET" and data is not None,
    }
    return render(request, "customers/new.html", context, status=422 if request.method == "POST" else 200)


def _begun(request, at):
    """A branch begins with the name of its parent (`?branch_of=`), a customer whose page the user may open."""
    pk = request.GET.get("branch_of", "")
    parent = (
        access.visible(request.user, at).filter(pk=pk, merged_into=None, removed_at=None).first()
        if pk.isdecimal()
        else None
    )
    return {"name": parent.name, "parent": parent.pk} if parent else {}


def _resumed(request):
    """What was typed before a slot had to be freed."""
    kept = request.session.get(WAITING) if request.GET.get("resume") else None
    return QueryDict(kept) if kept else None


def _refused(request, form, refusal, at):
    """Put the refusal into the form; what the page shows besides: whose customer it is, why the name is in doubt, or where slots
    are freed. A name that is taken tells of a customer as the check while typing does: it is counted and logged likewise."""
    if refusal.code == "duplicate" and refusal.details.get("customer_id"):
        twin = Customer.objects.get(pk=refusal.details["customer_id"])
        try:
            if access.unseen(request.user, {twin.pk}, at):
                count(by=request.user, kind=Kind.NAME, at=at, customer=twin)
        except Refused as limit:
            form.add_error(
                refusal.field,
                _("A customer with this credit code already exists.")
                if refusal.field == "tax_id"
                else _("A customer with this name already exists."),
            )
            form.add_error(None, limit.sentence)
            return {}
        refusal_into(form, refusal)
        return {
            "twin_at": refusal.field,
            "twin": match_cards.match_card(twin.pk, request.user, at),
            "may_hold": may(request.user, "customer.claim"),
        }
    refusal_into(form, refusal)
    if refusal.code == "questioned":
        return {"doubts": name_questions.sentences(refusal.details["questions"])}
    if refusal.code == "slots":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        request.session[WAITING] = typed.urlencode()
        return {"slots_url": _slots_url()}
    return {}


def _slots_url():
    resume = reverse("customers:new") + "?resume=1"
    try:
        return f"{reverse('assignment:slots')}?next={resume.replace('?', '%3F').replace('=', '%3D')}"
    except NoReverseMatch:
        return ""


def _outline(form):
    return name_questions.outline(form["segment"].value() or "", form["level"].value() or "")


@allowed("customer.create")
@require_POST
@saves_nothing
def check_name(request):
    """While a name is typed: who is known of this or a like name, and what is odd about it (Nc1, Nc2).

    What is typed may be a person's name with a number: it is posted, so that it stands in no address (Nb4).
    """
    typed = request.POST.get("name", "")[:200]
    kind = request.POST.get("kind", "company")
    name = names.normalise(typed)
    at = now()
    hits = match_cards.match_cards(matching.find(name), request.user, at)
    hits, limited = within_limit(hits, request.user, at)
    own = request.GET.get("of", "")
    hits = [(hit, match_cards.marked(hit.name, name)) for hit in hits if str(hit.id) != own]
    asked = (
        name_questions.sentences(names.questions(name, kind))
        if len(name) > 3 and not (hits and hits[0][0].same)
        else []
    )
    context = {
        "hits": hits,
        "doubts": asked,
        "typed": name,
        "limited": limited,
        "confirmed": bool(request.POST.get("name_confirmed")),
    }
    return render(request, "customers/parts/name_check.html", context)


@allowed("customer.view")
@require_GET
def outline(request):
    """What a profile should say for the chosen class (Ni9)."""
    said = name_questions.outline(request.GET.get("segment", ""), request.GET.get("level", ""))
    return render(request, "customers/parts/outline.html", {"outline": said})


@require_http_methods(["GET", "POST"])
@customer_page
def edit(request, customer, ownership, at):
    """Change the file."""
    if not access.may_edit(request.user, customer, ownership):
        raise PermissionDenied
    mask = mask_for(request.user, customer, ownership, at)
    form = FileForm(posted(request), instance=customer, user=request.user, at=at, closed=closed_fields(mask, Customer))
    form.hide_numbers(mask.text)
    context = {}
    if request.method == "POST" and form.is_valid():
        try:
            records.update_customer(
                customer_id=customer.pk,
                by=request.user,
                at=at,
                fields=form.file(),
                regions=form.cleaned_data["regions"],
                name_confirmed=form.cleaned_data["name_confirmed"] or customer.name_confirmed,
            )
            messages.success(request, _("The file was saved."))
            return redirect("customers:detail", customer.pk)
        except Refused as refusal:
            context = _refused(request, form, refusal, at)
    context |= {"form": form, "customer": customer, "outline": _outline(form), "registry": registry.is_set()}
    return render(request, "customers/edit.html", context, status=422 if request.method == "POST" else 200)


@allowed("customer.claim")
@require_http_methods(["GET", "POST"])
def apply_duplicate(request, pk):
    """Apply for the ownership of a customer that exists already (Ni6); the page shows only what the check tells."""
    at = now()
    try:
        customer, _seen = asked_customer(request, pk, at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:list")
    form = ApplyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ask_duplicate(customer_id=customer.pk, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(
                request,
                _("You have applied for “%(name)s”: you will be notified of the decision.") % {"name": customer.name},
            )
            return redirect("customers:list")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "twin": match_cards.match_card(customer.pk, request.user, at)}
    return render(request, "customers/apply.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_POST
@saves_nothing
def options(request):
    """Customers to choose from in a form, by name, pinyin, code or number, among those the user may see."""
    text = request.POST.get("q", "").strip()
    rows = access.visible(request.user, now()).filter(merged_into=None, removed_at=None)
    ids = matching.search_ids(text, limit=OFFERED, within=rows) if text else []
    ids += phones.find(text, request.user, rows, limit=OFFERED)
    found = rows.filter(pk__in=ids).order_by("sort_name").values_list("pk", "name", "code")
    return JsonResponse({"results": [{"value": pk, "text": name, "note": code} for pk, name, code in found]})
