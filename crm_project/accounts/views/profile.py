"""One's own account: name, mail, language, absence, calendar address; and the sign that somebody is still there (rows Na3, Ng3)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from crm_project.accounts.domain import profile
from crm_project.accounts.forms.profile import AwayForm, ProfileForm
from crm_project.accounts.presenters.rights import rights_held
from crm_project.accounts.sign_in_adapter import speak
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into

ABSENCE = ("away_from", "away_until", "stand_in")


@login_required
def own(request):
    """The page, and saving its first part."""
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(request.user, name) for name in profile.OWN},
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = profile.update_profile(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
            return _page(request, form, _away_form(request))
        response = redirect("accounts:profile")
        with override(person.language or None):
            messages.success(request, _("Saved."))
        if person.language:
            speak(response, person.language)
        return response
    return _page(request, form, _away_form(request))


@login_required
def away(request):
    """Absence and stand-in; an empty form means being back."""
    if request.method != "POST":
        return redirect(f"{reverse('accounts:profile')}#away")
    form = _away_form(request, request.POST)
    if form.is_valid():
        try:
            profile.set_absence(person_id=request.user.pk, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    return _page(request, ProfileForm(initial={name: getattr(request.user, name) for name in profile.OWN}), form)


@require_POST
@login_required
def reset_calendar(request):
    """A new address of the calendar feed."""
    done = _("The old address no longer works. Enter the new one in your calendar.")
    attempt(request, profile.reset_calendar, by=request.user, at=now(), done=done)
    return redirect("accounts:profile")


@require_POST
@login_required
def keepalive(request):
    """Somebody is there, says the page: the middleware has renewed the session already."""
    return HttpResponse(status=204)


def _away_form(request, data=None):
    return AwayForm(
        data,
        person=request.user,
        at=now(),
        initial={name: getattr(request.user, f"{name}_id" if name == "stand_in" else name) for name in ABSENCE},
    )


def _page(request, form, away_form):
    try:
        feed = request.build_absolute_uri(reverse("activities:feed", args=[request.user.calendar_token]))
    except NoReverseMatch:
        feed = ""
    return render(
        request,
        "accounts/profile.html",
        {"form": form, "away_form": away_form, "feed": feed, "rights": rights_held(request.user)},
    )
