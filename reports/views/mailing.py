"""Mailings: one's own and those one gets, setting one up, pausing, deleting, leaving, sending again (row Nh3)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.mail import goes_out
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from reports.domain.mailing import access, sending, setting
from reports.forms.mailing import MailingForm, what_of
from reports.presenters.mailing import words


@allowed(*access.RIGHTS)
@require_GET
def mailings(request):
    """One's own with the last mails of each, and those of colleagues."""
    user = request.user
    own = access.with_mails(access.own(user)).select_related("saved_filter", "department")
    got = list(access.got(user).select_related("owner", "saved_filter", "department"))
    context = {
        "own": words.lines(own),
        "got": [(one, words.content_text(one), words.rhythm_text(one)) for one in got],
        "no_mail": not goes_out(),
        "no_address": not user.email,
    }
    return render(request, "reports/mailing/list.html", context)


@allowed(*access.RIGHTS)
@require_http_methods(["GET", "POST"])
def mailing_new(request):
    """Set one up; `?what=` is what the page from which one comes proposes."""
    form = MailingForm(posted(request), user=request.user, initial={"what": request.GET.get("what", "")[:40]})
    return _saved(request, form, setting.create_schedule)


@allowed(*access.RIGHTS)
@require_http_methods(["GET", "POST"])
def mailing_edit(request, pk):
    """Change one of one's own."""
    row = get_object_or_404(access.own(request.user), pk=pk)
    readers = row.readers.filter(ended_at=None).exclude(person=request.user).values_list("person_id", flat=True)
    initial = {name: getattr(row, name) for name in ("name", "days", "repeat", "weekday", "day", "hour", "format")}
    initial |= {
        "what": what_of(row),
        "department": row.department_id,
        "reason": row.reason,
        "readers": list(readers),
    }
    form = MailingForm(posted(request), user=request.user, initial=initial)
    return _saved(request, form, setting.change_schedule, schedule_id=row.pk)


def _saved(request, form, verb, **more):
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=request.user, at=now(), **more, **form.fields_said())
            messages.success(request, _("Saved."))
            return redirect("reports:mailings")
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "new": not more,
        "crumbs": [(_("Scheduled mails"), reverse("reports:mailings"))],
        "no_choice": not form.fields["what"].choices,
    }
    return render(request, "reports/mailing/form.html", context, status=422 if form.errors else 200)


def _done(request, verb, **what):
    attempt(request, verb, by=request.user, at=now(), **what)
    return redirect("reports:mailings")


@allowed(*access.RIGHTS)
@require_POST
def mailing_pause(request, pk):
    """Nothing goes out until it goes on."""
    return _done(request, setting.pause_schedule, schedule_id=pk)


@allowed(*access.RIGHTS)
@require_POST
def mailing_resume(request, pk):
    """It goes on."""
    return _done(request, setting.resume_schedule, schedule_id=pk)


@allowed(*access.RIGHTS)
@require_POST
def mailing_delete(request, pk):
    """It is forgotten."""
    return _done(request, setting.delete_schedule, schedule_id=pk)


@allowed(*access.RIGHTS)
@require_POST
def mailing_leave(request, pk):
    """A colleague's goes to them no longer."""
    return _done(request, setting.leave_schedule, schedule_id=pk)


@allowed(*access.RIGHTS)
@require_POST
def mailing_again(request, pk):
    """A mail that failed is sent again."""
    return _done(request, sending.send_again, delivery_id=pk)
