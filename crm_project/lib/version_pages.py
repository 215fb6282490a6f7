"""What the pages of versioned rules per department have in common (rows Ni1, Ni2, Nf9, Nf16, M5)."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from .query_values import key
from .time import minute

# Versions on a page.
SHOWN = 100


def begun_from(request: HttpRequest, model: type[Model]) -> Any:
    """The version from which a new one is begun (`?from=`); None without one, 404 where there is no such version."""
    asked = request.GET.get("from", "")
    return get_object_or_404(model, pk=key(asked)) if asked else None


def list_page(request: HttpRequest, **shown: Any) -> HttpResponse:
    """The page of all versions: title, new (the button) and new_url, none (heading and text where there are none), rows, crumbs.

    `lead`, where it says more than that a department follows its own rules.
    """
    return render(request, "department_versions/list.html", shown)


def department_text(row: Any) -> str:
    """For whom a version holds."""
    return str(row.department) if row.department else _("The whole company")


def line(row: Any, *lines: str, kind: str = "") -> dict[str, Any]:
    """{pk, title, lines} of a version: what it says, and at last who set it and when."""
    title = " · ".join(part for part in (kind, department_text(row)) if part)
    set_by = " · ".join(part for part in (str(row.created_by or ""), minute(row.created_at)) if part)
    return {"pk": row.pk, "title": title, "lines": [*(text for text in lines if text), set_by]}
