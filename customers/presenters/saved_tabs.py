"""Saved filters as they stand above a list and on the page where they are put in order."""

from django.urls import reverse
from django.utils.translation import gettext as _

from customers.domain import saved_filters
from customers.models.saved_filters import CUSTOMERS, Share


def saved_tabs(user, kept, declared):
    """The published filters, then those saved by oneself or shared by others, in one's own order. `kept`: the address in the form
    in which it would be saved, by which the tab is found that one is on."""
    root = reverse(declared.url)
    published = saved_filters.PUBLISHED if declared.key == CUSTOMERS else []
    out = [
        {"label": label, "url": f"{root}?{query}", "active": query == kept, "icon": icon}
        for label, query, icon in published
    ]
    for row in saved_filters.offered(user, declared.key):
        icon = "people" if row.owner_id != user.pk else "bookmark"
        out.append({"label": row.name, "url": f"{root}?{row.query}", "active": row.query == kept, "icon": icon})
    return out


def saved_frame(user, params, declared, *, narrowed):
    """What `parts/saved_tabs.html` shows above a list. `narrowed`: whether there is anything to save."""
    kept, of_list = saved_filters.canonical_query(params), f"page={declared.key}"
    saved = saved_tabs(user, kept, declared)
    # What is saved already, under whatever name, need not be saved again.
    unsaved = narrowed and not any(one["active"] for one in saved)
    return {
        "saved": saved,
        "saved_url": f"{reverse('customers:saved_filters')}?{of_list}",
        "save_url": f"{reverse('customers:save_filter')}?{of_list}&{kept}" if unsaved else "",
    }


def saved_rows(user, declared):
    """Every filter that one is offered, with what may be done with it."""
    root, rows = reverse(declared.url), saved_filters.offered(user, declared.key, hidden=True, most=saved_filters.LAST)
    shown = [row for row in rows if not row.hidden]
    return [
        {
            "row": row,
            "url": f"{root}?{row.query}",
            "own": row.owner_id == user.pk,
            "note": _note(row, user),
            "up": not row.hidden and row.pk != shown[0].pk,
            "down": not row.hidden and row.pk != shown[-1].pk,
        }
        for row in rows
    ]


def _note(row, user):
    if row.owner_id != user.pk:
        return _("shared by %(person)s") % {"person": row.owner or "–"}
    if row.shared == Share.EVERYBODY:
        return _("shared with everybody")
    if row.shared == Share.DEPARTMENT:
        return _("shared with %(department)s and below") % {"department": row.department}
    return ""
