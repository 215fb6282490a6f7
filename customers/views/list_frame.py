"""What stands around the rows of the customer list: tabs, saved filters, chips, the rule that decides "contacted" (row Z17)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import department_ids, may
from crm_project.lib.conditions import address
from crm_project.lib.refused import Refused
from crm_project.lib.views import now
from crm_project.ui.condition_page import advanced
from customers.domain import saved_filters
from customers.domain.bulk import MOST_MATCHING
from customers.presenters import columns as cols
from customers.presenters import list_tabs
from customers.presenters.belongs import belongs
from customers.presenters.contacted import sentences
from customers.presenters.formerly import formerly
from customers.presenters.saved_tabs import saved_frame
from customers.presenters.search_hits import only_form

from ..conditions import CUSTOMERS
from ..filters import FOUND, CustomerFilter, used


def _url(params, **changes):
    """The list's address with other parameters; None takes one away."""
    query = params.copy()
    for name in saved_filters.PASSING:
        query.pop(name, None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"{reverse('customers:list')}?{query.urlencode()}"


def frame(request, listing):
    """Everything around the rows."""
    params, user = request.GET, request.user
    on = chips(request, listing)
    return {
        "tabs": [
            {
                "label": list_tabs.label(key, user),
                "url": _scope_url(params, key),
                "active": bool(listing.scope) and listing.scope.key == key,
            }
            for key in list_tabs.keys(user)
        ],
        **saved_frame(user, params, CUSTOMERS, narrowed=_narrowed(on, listing)),
        "chips": on,
        **advanced(request, CUSTOMERS, listing.where),
        "clear_url": _url(params, **dict.fromkeys([*CustomerFilter.base_filters, *address.PARAMETERS, "q"])),
        "keep": [
            (name, value)
            for name in params
            if name not in ("q", *saved_filters.PASSING)
            for value in params.getlist(name)
            if value
        ],
        "panel_url": f"{reverse('customers:filters_panel')}?{params.urlencode()}",
        "print_url": f"{reverse('customers:print')}?{params.urlencode()}",
        "query": params.urlencode(),
        "column_choices": cols.choices(listing.columns, listing.widths),
        "column_widths": cols.WIDTHS,
        "cols": [(column.key, listing.widths.get(column.key, "")) for column in listing.columns],
        "bulk": _bulk(user),
        "every": _every(params, listing),
        "rules": _rules(listing),
        "elsewhere_url": _elsewhere(params, listing),
        "only_form": only_form(listing.query),
        **_belongs(user, listing, params),
        "formerly": formerly(user, listing.query, found_any=bool(listing.rows))
        if listing.query and not params.get("after")
        else [],
        "found_limit": FOUND if listing.query and listing.count == str(FOUND) else 0,
        "pooled_out": bool(listing.scope) and listing.scope.key == list_tabs.ALL and listing.sort.endswith("deadline"),
    }


def _narrowed(on, listing):
    """Whether there is something to save, and nothing wrong with it."""
    return bool(on or listing.query or listing.where) and not listing.where.problems


def _belongs(user, listing, params):
    """Whose customer the search names where the list is empty, or why that is not told any more today."""
    if not listing.query or listing.rows or params.get("after"):
        return {}
    try:
        return {"belongs": belongs(user, listing.query, now())}
    except Refused as refusal:
        return {"belongs_refused": str(refusal)}


def _scope_url(params, key):
    return _url(params, scope=key, sort=None)


def _bulk(user):
    """What may be done with several customers at once."""
    actions = []
    if may(user, "customer.transfer"):
        actions.append(
            {
                "url": reverse("customers:bulk", args=["transfer"]),
                "label": _("Transfer to …"),
                "icon": "arrow-left-right",
            }
        )
        actions.append({"url": reverse("customers:bulk", args=["release"]), "label": _("Release"), "icon": "water"})
    if may(user, "customer.classify"):
        actions.append({"url": reverse("customers:bulk", args=["classify"]), "label": _("Classify"), "icon": "tags"})
    return actions


def _every(params, listing):
    """All that match, not only those on this page: the words for it, or why it is not offered. No count of its own."""
    query = _url(params).partition("?")[2]
    if listing.total <= len(listing.rows):
        return {"query": query}
    if listing.query and listing.total >= FOUND:
        return {"query": query, "limit": _("The search stops at %(n)s customers: add a word.") % {"n": FOUND}}
    if listing.total > MOST_MATCHING:
        said = _("At most %(most)s customers at once: narrow the list to choose all that match.")
        return {"query": query, "limit": said % {"most": f"{MOST_MATCHING:,}"}}
    number = {"n": listing.count}
    return {
        "query": query,
        "offer": _("Choose all %(n)s that match") % number,
        "chosen": _("All %(n)s that match are selected") % number,
    }


def _rules(listing):
    """The rule that decides "contacted", said aloud while that filter is on (Z17)."""
    if listing.filter is None or not listing.params.get("contact"):
        return None
    day = listing.filter.contact_day
    return {
        "day": day.isoformat(),
        "sentences": sentences(day, near(listing.user)),
        "not_contacted": listing.params["contact"] == "not_contacted",
    }


def near(user):
    """Departments whose rules concern the user; None: all."""
    ids = department_ids(user, "customer.view")
    return None if ids is None else ids | {user.department_id}


def _elsewhere(params, listing):
    """Where a search that found nothing here might find something."""
    searching = listing.query and not listing.rows and listing.scope and listing.scope.key != list_tabs.ALL
    return _url(params, scope=list_tabs.ALL) if searching else ""


def chips(request, listing):
    """The filters that are on, each with a link that takes it away."""
    params, form = request.GET, listing.filter.form if listing.filter else None
    out = []
    if listing.query:
        out.append({"label": _("Search"), "value": listing.query, "remove_url": _url(params, q=None)})
    if form is None:
        return out
    for name in used(params):
        values = getattr(form, "cleaned_data", {}).get(name)
        value = _values_text(form.fields[name], values)
        if value:
            out.append({"label": form.fields[name].label, "value": value, "remove_url": _url(params, **{name: None})})
    return out


def _values_text(field, values):
    """A filter's value in words."""
    if values is None or values is False or values == "":
        return ""
    if values is True:
        return _("yes")
    # What is chosen from a table comes as its rows, which say their own names.
    words = dict(field.choices if hasattr(field, "choices") and not hasattr(field, "queryset") else ())
    several = values if isinstance(values, list) or hasattr(values, "iterator") else [values]
    return _(", ").join(str(words.get(value, value)) for value in several)
