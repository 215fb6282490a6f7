"""The filters in force as chips that can be taken away one by one (parts/filter_bar.html)."""

from collections.abc import Collection

import django_filters
from django.http import HttpRequest

from . import query_values


def _value(filterset: django_filters.FilterSet, name: str, raw: str) -> str:
    """What a chip says for one value of one field: the choice's label, the object's name, else what was typed."""
    field = filterset.form.fields[name]
    cleaned = filterset.form.cleaned_data.get(name) if filterset.form.is_valid() else None
    choices = getattr(field, "choices", None)
    if hasattr(field, "queryset"):
        return str(cleaned) if cleaned is not None else raw
    if choices is not None:
        flat = {str(k): v for k, v in choices}
        return str(flat.get(raw, raw))
    day = query_values.day(raw)
    return day.isoformat() if day else raw


def chips(
    request: HttpRequest, filterset: django_filters.FilterSet, *, keep: Collection[str] = ()
) -> list[dict[str, str]]:
    """[{label, value, remove_url}] for every filled field of a django-filter FilterSet; `keep` names fields without a chip."""
    out = []
    for name, field in filterset.form.fields.items():
        raw = request.GET.get(name, "").strip()
        if not raw or name in keep:
            continue
        out.append(
            {"label": str(field.label), "value": _value(filterset, name, raw), "remove_url": without(request, name)}
        )
    return out


def without(request: HttpRequest, *names: str) -> str:
    """This address without these parameters, from the first page."""
    query = request.GET.copy()
    for name in (*names, "after", "before"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


def hidden_fields(request: HttpRequest, *leave: str) -> list[tuple[str, str]]:
    """[(name, value)] of the address for hidden fields of the search form, without `leave` and the place in the list."""
    return [
        (name, value)
        for name in request.GET
        for value in request.GET.getlist(name)
        if name not in (*leave, "after", "before") and value
    ]
