"""The list of people and the form for a new one (rows Nb1, Na1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import invitations
from crm_project.accounts.domain.access import may, scope, visible_people
from crm_project.accounts.forms.people import PersonForm
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.presenters.people import PLAIN, STATES, PeopleFilter, moment_text, state
from crm_project.accounts.tasks import mail_invitation
from crm_project.lib.paging import RequestPage
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, refusal_into

ORDERS = {
    "username": ("username",),
    "-username": ("-username",),
    "joined": ("date_joined", "id"),
    "-joined": ("-date_joined", "-id"),
}


@allowed("people.view")
def listed(request):
    """Everybody they may see, thirty at a time."""
    at = now()
    plain = not may(request.user, "people.manage") and scope(request.user, "people.view") != Scope.ALL
    offered = PLAIN if plain else tuple(STATES)
    key = request.GET.get("state") if request.GET.get("state") in offered else ""
    narrow = STATES[key][1]
    filtered = PeopleFilter(request.GET, queryset=narrow(visible_people(request.user), at))
    order = ORDERS.get(request.GET.get("sort"), ORDERS["username"])
    page = RequestPage(request, filtered.qs.select_related("role", "department"), order=order, size=30)
    counts = _held([p.pk for p in page]) if may(request.user, "handover.run") else None
    return render(
        request,
        "accounts/people.html",
        {
            "rows": [_row(person, counts, at, plain) for person in page],
            "count_text": page.count_text,
            "prev_url": page.prev_url,
            "next_url": page.next_url,
            "counted": counts is not None,
            "plain": plain,
            "tabs": _tabs(request, key, offered),
            "chips": _chips(request, filtered),
            "query": request.GET.get("q", ""),
            "keep": [
                (name, request.GET[name]) for name in ("state", "department", "role", "sort") if request.GET.get(name)
            ],
            "manages": may(request.user, "people.manage"),
            "panel_url": f"{reverse('accounts:people_panel')}?{request.GET.urlencode()}",
        },
    )


@allowed("people.view")
def panel(request):
    """The filter form of the side panel."""
    return render(
        request,
        "accounts/people_panel.html",
        {
            "form": PeopleFilter(request.GET, queryset=visible_people(request.user).none()).form,
            "keep": [(name, request.GET[name]) for name in ("state", "q", "sort") if request.GET.get(name)],
        },
    )


@allowed("people.manage")
def new(request):
    """Open an account; the person gets a link to set a password."""
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        initial={"department": request.GET.get("department")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.open_account(**form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if person.email:
                mail_invitation.delay_on_commit(person.pk, request.build_absolute_uri("/"))
            messages.success(
                request,
                _("The account is open. Send the link below: it lets %(person)s set a password.") % {"person": person},
            )
            return redirect("accounts:person", person.pk)
    return render(
        request, "accounts/person_new.html", {"form": form, "crumbs": [(_("People"), reverse("accounts:people"))]}
    )


def _held(people):
    """{person: how many customers they hold}."""
    return {person: n for pages in catalogue.organisation_pages() for person, n in pages.held(people).items()}


def _row(person, counts, at, plain):
    word, tone = state(person, local_date(at), plain=plain)
    return {
        "pk": person.pk,
        "name": str(person),
        "username": person.username,
        "url": reverse("accounts:person", args=[person.pk]),
        "department": person.department or "–",
        "role": person.role or "–",
        "word": word,
        "tone": tone,
        "signed_in": "" if plain else moment_text(person.last_login) or _("never"),
        "joined": moment_text(person.date_joined)[:10],
        "customers": counts.get(person.pk, 0) if counts is not None else None,
    }


def _tabs(request, key, offered):
    query = request.GET.copy()
    for name in ("after", "before", "state"):
        query.pop(name, None)
    tabs = []
    for state_key in offered:
        query.pop("state", None)
        if state_key:
            query["state"] = state_key
        tabs.append({"label": STATES[state_key][0], "url": f"?{query.urlencode()}", "active": state_key == key})
    return tabs


def _chips(request, filtered):
    chips = []
    values = filtered.form.cleaned_data if filtered.form.is_valid() else {}
    for name in ("department", "role"):
        if values.get(name):
            query = request.GET.copy()
            for gone in (name, "after", "before"):
                query.pop(gone, None)
            chips.append(
                {
                    "label": filtered.form.fields[name].label,
                    "value": values[name],
                    "remove_url": f"?{query.urlencode()}",
                }
            )
    return chips
