"""A form that changes settings, sent by somebody who is not an admin: tried, taken back, and put before an admin (row Nh9)."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from crm_project.lib.refused import Refused
from crm_project.lib.views import in_drawer, now, origin
from crm_project.settings_changes.domain import asking
from crm_project.settings_changes.domain.trial import observed
from crm_project.settings_changes.presenters.changes import title


def hold(request, view, args, kwargs):
    """The answer of the view where nothing would be changed (it was refused, or only judged); else the request that waits."""
    queued = request._messages._queued_messages
    told = len(queued)
    outcome = observed(lambda: view(request, *args, **kwargs), by=request.user, keep=False)
    if not outcome.wrote:
        return outcome.answer
    del queued[told:]
    try:
        made = asking.ask_for_change(
            path=request.get_full_path(),
            module=view.__module__,
            data=asking.kept_data(dict(request.POST.lists())),
            entries=outcome.entries,
            subject=title(outcome.entries, "en"),
            subject_zh=title(outcome.entries, "zh-hans"),
            page=_page_of_form(request),
            by=request.user,
            at=now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _lead(request, origin(request) or reverse("approvals:mine"))
    messages.success(request, _("Not changed yet: an admin has to approve it. You will be told."))
    return _lead(request, reverse("approvals:request", args=[made.pk]))


def _page_of_form(request):
    """The page of ours from which the form was sent; empty where the browser does not say."""
    sender = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(sender).path


def _lead(request, address):
    whole = request.htmx and not in_drawer(request)
    return (HttpResponseClientRedirect if whole else HttpResponseRedirect)(address)
