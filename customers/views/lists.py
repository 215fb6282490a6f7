"""The managed lists, and what each department asks of a new customer (rows Z1, Z6-Z8, Nc3, Nf10)."""

from dataclasses import asdict

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.models import Contract
from crm_project.accounts.decorators import allowed
from crm_project.accounts.models import Department
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain import lists as managed_lists
from customers.domain import required_fields
from customers.domain import rhythm as rhythms
from customers.models.choices import ListKind

from ..forms.lists import ListItemForm, MinimumForm, RhythmForm
from ..models import Customer, ListItem, PaperFolder
from ..presenters.managed_list import entry_rows


def tabs_of(kind):
    """The tabs of the managed lists."""
    root = reverse("customers:lists")
    tabs = [{"label": label, "url": f"{root}?kind={key}", "active": key == kind} for key, label in ListKind.choices]
    return [
        *tabs,
        {"label": _("Series of contract numbers"), "url": reverse("contracts:series"), "active": False},
        {"label": _("Required fields"), "url": reverse("customers:required_fields"), "active": kind == "minimum"},
        {"label": _("Classes"), "url": reverse("customers:class_rules"), "active": kind == "classes"},
        {"label": _("Contact frequency"), "url": reverse("customers:rhythm"), "active": kind == "rhythm"},
        {"label": _("Kinds of major changes"), "url": reverse("customers:change_kinds"), "active": kind == "changes"},
        {
            "label": _("Levels of receptions"),
            "url": reverse("activities:reception_levels"),
            "active": kind == "reception levels",
        },
        {"label": _("Rooms"), "url": reverse("activities:reception_rooms"), "active": kind == "rooms"},
        {"label": _("Kinds of feedback"), "url": reverse("customers:feedback_kinds"), "active": kind == "feedback"},
        {"label": _("Review intervals"), "url": reverse("customers:review_rules"), "active": False},
        {"label": _("Column headings"), "url": reverse("customers:headings"), "active": kind == "headings"},
    ]


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def lists(request):
    """One list with how often each entry is used; the form below adds one."""
    kind = request.GET.get("kind") if request.GET.get("kind") in ListKind.values else ListKind.TYPE.value
    form = ListItemForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = managed_lists.save_item(kind=kind, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("“%(name)s” was added.") % {"name": row})
            return redirect(f"{reverse('customers:lists')}?kind={kind}")
        except Refused as refusal:
            refusal_into(form, refusal)
    rows = list(ListItem.objects.filter(kind=kind).order_by("position", "name"))
    context = {
        "rows": entry_rows(rows, _used(kind, rows), kind, _entry_url),
        "form": form,
        "kind": kind,
        "label": ListKind(kind).label,
        "tabs": tabs_of(kind),
    }
    return render(request, "customers/lists.html", context, status=422 if form.errors else 200)


def _entry_url(what, pk):
    if what == "edit":
        return reverse("customers:list_item", args=[pk])
    return reverse("customers:list_item_do", args=[pk, what])


def _used(kind, rows):
    """{entry: number of customers; of contracts where it is their type, of folders where it is their place}."""
    if kind == ListKind.CONTRACT:
        # A contract keeps the word, in either language.
        words = dict(Contract.objects.exclude(type="").order_by().values_list("type").annotate(n=Count("pk")))
        return {row.pk: sum(words.get(word, 0) for word in {row.name, row.name_zh}) for row in rows}
    if kind == ListKind.PLACE:
        folders = PaperFolder.objects.filter(place__in=rows)
        return dict(folders.order_by().values_list("place").annotate(n=Count("pk")))
    if kind == ListKind.REGION:
        links = Customer.regions.through.objects.values_list("listitem_id")
        return dict(links.annotate(n=Count("pk")).order_by())
    return dict(
        Customer.objects.filter(**{f"{kind}__isnull": False})
        .order_by()
        .values_list(f"{kind}_id")
        .annotate(n=Count("pk"))
    )


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def list_item(request, pk):
    """Rename an entry."""
    row = get_object_or_404(ListItem, pk=pk)
    form = ListItemForm(posted(request), initial={"name": row.name, "name_zh": row.name_zh})
    if request.method == "POST" and form.is_valid():
        try:
            managed_lists.save_item(kind=row.kind, item_id=row.pk, by=request.user, at=now(), **form.cleaned_data)
            return redirect(f"{reverse('customers:lists')}?kind={row.kind}")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "row": row,
        "label": row.get_kind_display(),
        "back": f"{reverse('customers:lists')}?kind={row.kind}",
    }
    return render(request, "parts/list_entry.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def list_item_do(request, pk, what):
    """Switch an entry off or on, or move it."""
    row = get_object_or_404(ListItem, pk=pk)
    if what == "switch":
        attempt(request, managed_lists.switch_item, item_id=pk, by=request.user, at=now())
    elif what in ("up", "down"):
        attempt(request, managed_lists.move_item, item_id=pk, up=what == "up", by=request.user, at=now())
    else:
        raise Http404
    return redirect(f"{reverse('customers:lists')}?kind={row.kind}")


@allowed("lists.manage")
@require_GET
def minimums(request):
    """What each department asks for before a new customer may be saved."""
    departments = list(Department.objects.filter(closed_at=None))
    chosen = required_fields.chosen()
    asked = [
        (
            d,
            d.pk in chosen,
            _(", ").join(str(required_fields.ASKABLE[name]) for name in required_fields.required_fields(d, chosen)),
        )
        for d in departments
    ]
    return render(request, "customers/minimums.html", {"asked": asked, "tabs": tabs_of("minimum")})


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def minimum_edit(request, pk):
    """Choose the fields for one department and those below it."""
    department = get_object_or_404(Department, pk=pk, closed_at=None)
    form = MinimumForm(posted(request), initial={"asked": list(required_fields.required_fields(department))})
    if request.method == "POST" and form.is_valid():
        done = _("Saved: %(department)s now requires these.") % {"department": department}
        if attempt(
            request,
            required_fields.set_required_fields,
            department=department,
            fields=form.cleaned_data["asked"],
            by=request.user,
            at=now(),
            done=done,
        ):
            return redirect("customers:required_fields")
    return render(
        request,
        "customers/minimum.html",
        {"form": form, "department": department},
        status=422 if form.errors else 200,
    )


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def rhythm(request):
    """How many customers of each class one should hold, and how often each is contacted (Ni13)."""
    rhythms.forget()
    forms = [
        RhythmForm(posted(request), segment=segment, level=level, initial=asdict(chosen))
        for (segment, level), chosen in rhythms.chosen().items()
    ]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        at = now()
        with transaction.atomic():
            for form in forms:
                rhythms.set_rhythm(
                    segment=form.segment, level=form.level, numbers=form.cleaned_data, by=request.user, at=at
                )
        messages.success(request, _("Saved: the home page uses these numbers from now on."))
        return redirect("customers:rhythm")
    wrong = any(form.errors for form in forms)
    return render(
        request,
        "customers/rhythm.html",
        {"forms": forms, "wrong": wrong, "tabs": tabs_of("rhythm")},
        status=422 if wrong else 200,
    )
