"""What the pages of versioned rules have in common (rows Ni1, Ni2, Nf9, Nf16)."""

from django.shortcuts import get_object_or_404

from crm_project.lib.query_values import key

# Versions on a page.
SHOWN = 100


def begun_from(request, model):
    """The version from which a new one is begun (`?from=`); None without one, 404 where there is no such version."""
    asked = request.GET.get("from", "")
    return get_object_or_404(model, pk=key(asked)) if asked else None
