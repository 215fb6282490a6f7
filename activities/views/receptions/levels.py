"""The levels and the rooms of receptions, under Lists (row M11)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.receptions import levels as verbs
from activities.models import Reception, ReceptionLevel, ReceptionRoom
from activities.presenters.receptions.pages import limits
from activities.reception_list_forms import LevelForm
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.forms.lists import ListItemForm
from customers.presenters.managed_list import entry_rows
from customers.views.lists import tabs_of

LEVEL = ("name", "name_zh", "important", "gift_limit", "cost_limit", "schedule", "schedule_zh")


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def levels(request):
    """All levels, the highest first, with their limits; the form beside adds one."""
    form = LevelForm(posted(request))
    if row := attempt_form(form, verbs.save_level, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("activities:reception_levels")
    rows = entry_rows(ReceptionLevel.objects.all(), Reception.objects.all(), "level", _url("reception_level"))
    rows = [row | {"note": _note(row["entry"])} for row in rows]
    return _list(request, rows, form, _("Levels of receptions"), "reception levels")


def _note(level):
    text = limits(level)
    return _("%(limits)s; important customers get it by themselves") % {"limits": text} if level.important else text


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def rooms(request):
    """All rooms; the form beside adds one."""
    form = ListItemForm(posted(request))
    if row := attempt_form(form, verbs.save_room, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("activities:reception_rooms")
    rows = entry_rows(ReceptionRoom.objects.all(), Reception.objects.all(), "room", _url("reception_room"))
    return _list(request, rows, form, _("Rooms"), "rooms")


def _list(request, rows, form, label, tab):
    context = {"rows": rows, "form": form, "label": label, "tabs": tabs_of(tab)}
    return render(request, "customers/lists.html", context, status=422 if form.errors else 200)


def _url(name):
    def url(what, pk):
        if what == "edit":
            return reverse(f"activities:{name}", args=[pk])
        return reverse(f"activities:{name}_do", args=[pk, what])

    return url


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def one_level(request, pk):
    """Change a level: name, limits, what its plans begin with."""
    row = get_object_or_404(ReceptionLevel, pk=pk)
    form = LevelForm(posted(request), initial={name: getattr(row, name) for name in LEVEL})
    if attempt_form(form, verbs.save_level, level_id=row.pk, by=request.user, at=now()):
        return redirect("activities:reception_levels")
    return _entry(request, row, form, _("Levels of receptions"), "activities:reception_levels")


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def one_room(request, pk):
    """Rename a room."""
    row = get_object_or_404(ReceptionRoom, pk=pk)
    form = ListItemForm(posted(request), initial={"name": row.name, "name_zh": row.name_zh})
    if attempt_form(form, verbs.save_room, room_id=row.pk, by=request.user, at=now()):
        return redirect("activities:reception_rooms")
    return _entry(request, row, form, _("Rooms"), "activities:reception_rooms")


def _entry(request, row, form, label, back):
    context = {"form": form, "row": row, "label": label, "back": reverse(back)}
    return render(request, "activities/receptions/level.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def level_do(request, pk, what):
    """Switch a level off or on, or move it."""
    get_object_or_404(ReceptionLevel, pk=pk)
    _do(request, what, verbs.switch_level, verbs.move_level, level_id=pk)
    return redirect("activities:reception_levels")


@allowed("lists.manage")
@require_POST
def room_do(request, pk, what):
    """Switch a room off or on, or move it."""
    get_object_or_404(ReceptionRoom, pk=pk)
    _do(request, what, verbs.switch_room, verbs.move_room, room_id=pk)
    return redirect("activities:reception_rooms")


def _do(request, what, switch, move, **key):
    if what == "switch":
        attempt(request, switch, by=request.user, at=now(), **key)
    elif what in ("up", "down"):
        attempt(request, move, up=what == "up", by=request.user, at=now(), **key)
    else:
        raise Http404
