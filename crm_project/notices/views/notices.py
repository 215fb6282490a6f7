"""The bell, the list of notices, and reading them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.lib.paging import capped, count_of, paged
from crm_project.lib.views import back, now
from crm_project.notices.presenters.bell import mark_read
from crm_project.notices.presenters.render import notice_row

from ..models import Notice


@require_safe
@login_required
def bell(request):
    """The bell with its menu, polled by every page."""
    return render(request, "parts/bell.html")


@require_safe
@login_required
def everything(request):
    """All notices of mine, or the unread ones."""
    mine = Notice.objects.filter(user=request.user)
    unread = mine.filter(read_at__isnull=True)
    waiting, only = count_of(unread), request.GET.get("show") == "unread"
    page = paged(request, unread if only else mine, order=("-at", "-id"), count=waiting if only else True)
    here = reverse("notices:list")
    tabs = [
        {"label": _("All"), "url": here, "active": not only},
        {
            "label": _("Unread"),
            "url": f"{here}?show=unread",
            "active": only,
            "count": capped(waiting) if waiting else "",
        },
    ]
    return render(
        request,
        "notices/list.html",
        {"page": page, "rows": [notice_row(n, request.user) for n in page], "tabs": tabs, "waiting": waiting},
    )


@require_POST
@login_required
def read(request, pk):
    """Mark one as read and go where it leads."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    mark_read(by=request.user, at=now(), ids=[notice.pk])
    return HttpResponseRedirect(notice.url or reverse("notices:list"))


@require_safe
@login_required
def follow(request, pk):
    """The link in a notice: reading it is what marks it as read."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    mark_read(by=request.user, at=now(), ids=[notice.pk])
    return HttpResponseRedirect(notice.url or reverse("notices:list"))


@require_POST
@login_required
def read_all(request):
    """Mark all of mine as read."""
    mark_read(by=request.user, at=now())
    return back(request, reverse("notices:list"))
