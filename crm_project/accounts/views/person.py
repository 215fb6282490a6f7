"""One person: who they are, what they may, where they are signed in, what they hold (rows Na1, Na3, Nb1)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from crm_project import catalogue
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import further_rights, invitations, people, second_factor, sessions
from crm_project.accounts.domain.authority import manages
from crm_project.accounts.forms.people import ChangeForm
from crm_project.accounts.models import FurtherRight
from crm_project.accounts.presenters.people import moment_text, state
from crm_project.accounts.presenters.rights import rights_held
from crm_project.audit.models import Entry
from crm_project.audit.presenters.text import action_words
from crm_project.lib.form_fields import rows_of, set_queryset
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, now, refusal_into
from crm_project.ui.components.people import browser

from .loading import managed, seen


@allowed("people.view")
def page(request, pk):
    """The page of a person; rights, sessions and history only for whoever manages them."""
    person, at = seen(request, pk), now()
    managing = manages(request.user, person)
    word, tone = state(person, local_date(at), plain=not managing)
    context = {
        "person": person,
        "word": word,
        "tone": tone,
        "managing": managing,
        "crumbs": [(_("People"), reverse("accounts:people"))],
        "facts": _facts(person, managing),
        "own": person.pk == request.user.pk,
        "link": "",
    }
    for pages in catalogue.organisation_pages():
        context |= pages.person(request.user, person)
    if managing:
        path, expires = invitations.path(person), invitations.expires(person)
        context |= {
            "rights": rights_held(person),
            "sessions": [_session(s) for s in sessions.listed(person)],
            "history": _history(person),
            "second_factor": second_factor.active(person),
            "demanded": second_factor.demanded(person),
            "link": request.build_absolute_uri(path) if path else "",
            "expires": moment_text(expires),
            "expired": expires is not None and at >= expires,
            "has_password": person.has_usable_password(),
        }
    return render(request, "accounts/person.html", context)


@allowed("people.manage")
def edit(request, pk):
    """Change name and reachability."""
    person = managed(request, pk)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(person, name) for name in people.CHANGEABLE},
    )
    set_queryset(form, "superior", rows_of(form, "superior").exclude(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            people.update_person(person_id=person.pk, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", person.pk)
    crumbs = [(_("People"), reverse("accounts:people")), (str(person), reverse("accounts:person", args=[person.pk]))]
    return render(request, "accounts/person_edit.html", {"person": person, "form": form, "crumbs": crumbs})


@require_POST
@allowed("people.manage")
def reopen(request, pk):
    """Let a closed account in again."""
    person = managed(request, pk)
    attempt(
        request,
        people.reopen_person,
        person_id=person.pk,
        by=request.user,
        at=now(),
        done=_("Reopened. The old password no longer works: send a new invitation."),
    )
    return redirect("accounts:person", person.pk)


@require_POST
@allowed("people.manage")
def end_right(request, pk):
    """End a right that was given beside the role."""
    right = get_object_or_404(FurtherRight, pk=pk)
    person = managed(request, right.person_id)
    attempt(
        request, further_rights.end_right, right_id=right.pk, by=request.user, at=now(), done=_("The right has ended.")
    )
    return redirect("accounts:person", person.pk)


def _facts(person, managing):
    facts = [
        (_("User name"), person.username),
        (_("Department"), person.department),
        (_("Role"), person.role),
        (_("Superior"), person.superior),
        (pgettext("address", "E-mail"), person.email),
        (_("Mobile"), person.mobile),
    ]
    if person.away_from:
        days = f"{person.away_from} – {person.away_until or '…'}"
        facts.append((_("Absent"), f"{days} · {person.stand_in}" if person.stand_in_id else days))
    if managing:
        facts += [
            (_("Joined"), moment_text(person.date_joined)[:10]),
            (_("Last signed in"), moment_text(person.last_login) or _("never")),
            (_("Training confirmed"), moment_text(person.trained_at)),
            (_("In the rotation"), _("yes") if person.takes_customers else _("no")),
        ]
    if person.closed_at:
        facts.append((_("Closed"), moment_text(person.closed_at)))
    return facts


def _session(session):
    return {
        "pk": session.pk,
        "what": browser(session.user_agent),
        "ip": session.ip,
        "seen": moment_text(session.last_seen_at),
    }


def _history(person):
    entries = (
        Entry.objects.filter(subject_type="user", subject_id=str(person.pk))
        .select_related("actor")
        .order_by("-at", "-id")[:10]
    )
    return [
        {
            "what": action_words(e.action),
            "who": str(e.actor) if e.actor_id else _("the system"),
            "when": moment_text(e.at),
            "address": e.address,
            "reason": e.reason,
        }
        for e in entries
    ]
