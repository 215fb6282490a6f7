"""How a person gets in and is put out: invitation, sessions, second factor, training asked again (rows Na3, Nb1, Nb7)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import invitations, second_factor, sessions, training
from crm_project.accounts.forms.profile import InvitationForm
from crm_project.accounts.tasks import mail_invitation
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into

from .loading import managed


@require_POST
@allowed("people.manage")
def invite(request, pk):
    """A new link to set a password; mailed where there is an address."""
    person = managed(request, pk)
    done = _("A new link is ready: it is valid for seven days and works once.")
    if attempt(request, invitations.issue, person_id=person.pk, by=request.user, at=now(), done=done) and person.email:
        mail_invitation.delay_on_commit(person.pk, request.build_absolute_uri("/"))
    return redirect("accounts:person", person.pk)


@require_POST
@allowed("people.manage")
def uninvite(request, pk):
    """The link that is out stops working."""
    person = managed(request, pk)
    attempt(
        request, invitations.revoke, person_id=person.pk, by=request.user, at=now(), done=_("The link no longer works.")
    )
    return redirect("accounts:person", person.pk)


@require_POST
@allowed("people.manage")
def end_sessions(request, pk):
    """Sign a person out: of one session, or everywhere."""
    person = managed(request, pk)
    which = request.POST.get("session", "")
    attempt(
        request,
        sessions.end,
        person=person,
        by=request.user,
        at=now(),
        session_id=int(which) if which.isdecimal() else None,
        done=_("Signed out."),
    )
    return redirect("accounts:person", person.pk)


@require_POST
@allowed("people.manage")
def second_factor_off(request, pk):
    """The phone is lost."""
    person = managed(request, pk)
    done = _("Removed. %(person)s signs in with the password and sets up two-step sign-in again.") % {"person": person}
    attempt(request, second_factor.remove_second_factor, person_id=person.pk, by=request.user, at=now(), done=done)
    return redirect("accounts:person", person.pk)


@require_POST
@allowed("people.manage")
def train_again(request, pk):
    """They read the training page again before the next click."""
    person = managed(request, pk)
    attempt(
        request,
        training.require_again,
        person_id=person.pk,
        by=request.user,
        at=now(),
        done=_("The training page appears with their next click."),
    )
    return redirect("accounts:person", person.pk)


@never_cache
def invitation(request, token):
    """The page behind the link: choose a password, then sign in. For whoever has the link; nobody is signed in here."""
    person = invitations.invited(token, now())
    if person is None:
        return render(request, "account/password_reset_from_key.html", {"token_fail": True}, status=410)
    form = InvitationForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept(token=token, password=form.cleaned_data["new_password1"], at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(
                request, _("Your password is set. Sign in as %(username)s.") % {"username": person.username}
            )
            return redirect("account_login")
    return render(
        request,
        "account/password_reset_from_key.html",
        {
            "form": form,
            "invited": True,
            "invited_name": str(person),
            "action_url": request.path,
        },
    )
