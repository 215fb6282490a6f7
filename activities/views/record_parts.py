"""What a contact record must say, per kind: the company's own table (row Ni11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.domain import required_parts
from activities.models.choices import Part, recorded_kinds
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def record_parts(request):
    """A table of kinds and parts; the rule book's own can be filled in before saving."""
    if request.method == "POST":
        chosen = {kind: request.POST.getlist(kind) for kind, _label in recorded_kinds()}
        required_parts.set_parts(chosen=chosen, by=request.user, at=now())
        messages.success(request, _("Saved. New contact records require these parts from now on."))
        return redirect("activities:record_parts")
    filled = request.GET.get("fill") == "book"
    wanted = required_parts.required_parts_of() if filled else required_parts.table()
    rows = [
        {"kind": kind, "label": label, "cells": [(part, part in wanted.get(kind, ())) for part in Part]}
        for kind, label in recorded_kinds()
    ]
    return render(request, "activities/record_parts.html", {"rows": rows, "parts": list(Part), "filled": filled})
