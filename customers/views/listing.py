"""The customer list, its print, its side panel, the choice of columns, and the numbers by class (rows M3, T5, Z17)."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignment import countdown
from crm_project.accounts.access import department_ids, may
from crm_project.audit import log
from crm_project.lib.views import allowed, back, now

from .. import columns as cols
from .. import contacted, saved, scopes
from ..choices import Level, Segment
from ..filters import FOUND, CustomerFilter, narrowed, used
from ..listing import PRINTED, Listing

YEAR = 365 * 86400


@allowed("customer.view")
@require_GET
def customer_list(request):
    """The list (D5): tabs by scope, saved filters, search, filters, columns, one page of rows."""
    listing = Listing(request, now())
    context = {"listing": listing, **_frame(request, listing)}
    if listing.rows:
        page = listing.page
        context |= {"count_text": page.span(listing.count), "prev_url": page.prev_url(request.GET), "next_url": page.next_url(request.GET)}
    return render(request, "customers/list.html", context)


@allowed("customer.view")
@require_GET
def print_list(request):
    """The same list to be printed, up to 200 rows, with who printed it and when; the audit notes it (M3)."""
    at = now()
    listing = Listing(request, at, size=PRINTED)
    log.record(
        by=request.user, action="customers.printed", at=at, subject_type="list", subject_name=saved.kept(request.GET)[:200],
        changes={"rows": [None, len(listing.rows)]},
    )  # fmt: skip
    context = {"listing": listing, "chips": _chips(request, listing), "printed_at": countdown.minute(at), "most": PRINTED}
    return render(request, "customers/print.html", context)


def _url(params, **changes):
    """The list's address with other parameters; None takes one away."""
    query = params.copy()
    for name in saved.PASSING:
        query.pop(name, None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"{reverse('customers:list')}?{query.urlencode()}"


def _frame(request, listing):
    """Everything around the rows."""
    params, user = request.GET, request.user
    kept = saved.kept(params)
    chips = _chips(request, listing)
    return {
        "tabs": [
            {"label": scopes.label(key, user), "url": _scope_url(params, key), "active": bool(listing.scope) and listing.scope.key == key}
            for key in scopes.keys(user)
        ],
        "saved": _saved(user, kept),
        "save_url": f"{reverse('customers:save_filter')}?{kept}" if chips or listing.query else "",
        "chips": chips,
        "clear_url": _url(params, **dict.fromkeys([*CustomerFilter.base_filters, "q"])),
        "keep": [(name, value) for name in params if name not in ("q", *saved.PASSING) for value in params.getlist(name) if value],
        "panel_url": f"{reverse('customers:filters_panel')}?{params.urlencode()}",
        "print_url": f"{reverse('customers:print')}?{params.urlencode()}",
        "query": params.urlencode(),
        "column_choices": cols.choices(listing.columns),
        "bulk": _bulk(user),
        "rules": _rules(listing),
        "elsewhere_url": _elsewhere(params, listing),
        "found_limit": FOUND if listing.query and listing.count == str(FOUND) else 0,
        "pooled_out": bool(listing.scope) and listing.scope.key == scopes.ALL and listing.sort.endswith("deadline"),
    }


def _scope_url(params, key):
    return _url(params, scope=key, sort=None)


def _saved(user, kept):
    """The published filters, then those saved by oneself or shared by others."""
    root = reverse("customers:list")
    out = [
        {"label": label, "url": f"{root}?{query}", "active": query == kept, "icon": icon} for label, query, icon in saved.PUBLISHED
    ]
    for row in saved.offered(user)[:12]:
        icon = "people" if row.owner_id != user.pk else "bookmark"
        out.append({"label": row.name, "url": f"{root}?{row.query}", "active": row.query == kept, "icon": icon})
    return out


def _bulk(user):
    """What may be done with several customers at once."""
    actions = []
    if may(user, "customer.transfer"):
        actions.append({"url": reverse("customers:bulk", args=["transfer"]), "label": _("Transfer to …"), "icon": "arrow-left-right"})
        actions.append({"url": reverse("customers:bulk", args=["release"]), "label": _("Release"), "icon": "water"})
    if may(user, "customer.classify"):
        actions.append({"url": reverse("customers:bulk", args=["classify"]), "label": _("Classify"), "icon": "tags"})
    return actions


def _rules(listing):
    """The rule that decides "contacted", said aloud while that filter is on (Z17)."""
    if listing.filter is None or not listing.params.get("contact"):
        return None
    day = listing.filter.contact_day
    return {"day": day.isoformat(), "sentences": contacted.sentences(day, _near(listing.user)), "not_contacted": listing.params["contact"] == "not_contacted"}


def _near(user):
    """Departments whose rules concern the user; None: all."""
    ids = department_ids(user, "customer.view")
    return None if ids is None else ids | {user.department_id}


def _elsewhere(params, listing):
    """Where a search that found nothing here might find something."""
    searching = listing.query and not listing.rows and listing.scope and listing.scope.key != scopes.ALL
    return _url(params, scope=scopes.ALL) if searching else ""


def _chips(request, listing):
    """The filters that are on, each with a link that takes it away."""
    params, form = request.GET, listing.filter.form if listing.filter else None
    chips = []
    if listing.query:
        chips.append({"label": _("Search"), "value": listing.query, "remove_url": _url(params, q=None)})
    for name in used(params) if form else []:
        values = getattr(form, "cleaned_data", {}).get(name)
        value = _said(form.fields[name], values)
        if value:
            chips.append({"label": form.fields[name].label, "value": value, "remove_url": _url(params, **{name: None})})
    return chips


def _said(field, values):
    """A filter's value in words."""
    if values is None or values is False or values == "":
        return ""
    if values is True:
        return _("yes")
    words = dict(getattr(field, "choices", ()) if isinstance(values, (str, list)) else ())
    several = values if isinstance(values, list) or hasattr(values, "iterator") else [values]
    return _(", ").join(str(words.get(value, value)) for value in several)


@allowed("customer.view")
@require_GET
def filters_panel(request):
    """The side panel with all filters, loaded when it is opened."""
    chosen = CustomerFilter(request.GET, request=request, at=now())
    keep = [(name, value) for name in ("scope", "q", "sort", "columns") for value in request.GET.getlist(name) if value]
    day = timezone.localdate()
    return render(request, "customers/filters_panel.html", {"form": chosen.form, "keep": keep, "rules": contacted.sentences(day, _near(request.user))})


@allowed("customer.view")
@require_POST
def columns(request):
    """Keep the chosen columns in this browser."""
    keys = [key for key in request.POST.getlist("columns") if key in cols.COLUMNS]
    answer = back(request, reverse("customers:list"))
    if not keys or request.POST.get("usual"):
        answer.delete_cookie(cols.COOKIE)
    else:
        answer.set_cookie(cols.COOKIE, ",".join(keys), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer


@allowed("customer.view")
@require_GET
def classes(request):
    """How many customers there are of each class, among those in the chosen tab (T5)."""
    at = now()
    scope = scopes.pick(request.user, request.GET.get("scope"), at)
    if scope is None:
        messages.error(request, _("Your role shows you no customers."))
        return HttpResponseRedirect(reverse("home"))
    rows = narrowed(request.user, request.GET, at, scope, request=request)[0]
    found = {(s, lv): n for s, lv, n in rows.order_by().values_list("segment", "level").annotate(n=Count("pk"))}
    return render(request, "customers/classes.html", {"table": _class_table(found, scope.key), "scope": scope, "total": sum(found.values())})


def _class_table(found, scope):
    """[(segment, [(level, number, link)], sum)] with a line for customers without a class."""
    root = reverse("customers:list")
    out = []
    for segment in ["direct", "distributor", ""]:
        cells = []
        for level in ["core", "growth", "ordinary", ""]:
            url = f"{root}?scope={scope}&segment={segment}&level={level}" if segment and level else ""
            cells.append((str(Level(level).label) if level else _("No class"), found.get((segment, level), 0), url))
        out.append((str(Segment(segment).label) if segment else _("No segment"), cells, sum(n for _l, n, _u in cells)))
    return out
