"""What a decider reads of a request for a paper folder (row T6)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from customers.models import FolderLoan

from .words import state


def effect(row):
    """What approving does."""
    if row.evidence.get("form") == FolderLoan.Form.VIEW:
        return _("%(person)s may look at the scanned pages on these days; each look is logged.") % {
            "person": row.asked_by
        }
    return _("The file room hands the folder out to %(person)s on these days.") % {"person": row.asked_by}


def period(row):
    """[(label, value)] of the card of a loan."""
    form = row.evidence.get("form", "")
    if form not in FolderLoan.Form.values:
        return []
    return [
        (_("Asked for"), str(FolderLoan.Form(form).label)),
        (pgettext("first day", "From"), row.evidence.get("from", "")),
        (pgettext("last day", "Until"), row.evidence.get("until", "")),
    ]


def later_day(row):
    """[(label, value)] of the card of an extension."""
    return [
        (_("Due until now"), row.evidence.get("before", "")),
        (pgettext("last day", "Until"), row.evidence.get("until", "")),
    ]


def loan(row, customer, user, at):
    """The folder, who has it now, and the way to it."""
    found = (
        FolderLoan.objects.select_related("folder__place", "borrower").filter(pk=row.arguments.get("loan_id")).first()
    )
    if found is None:
        return {"facts": []}
    folder = found.folder
    facts = [
        (_("Folder"), f"{folder.number} · {folder.get_kind_display()}"),
        (_("Title"), folder.title),
        (_("Status"), state(folder, at)),
        *(later_day(row) if "before" in row.evidence else period(row)),
        (_("Rule confirmed"), _("no copying, no passing on, no alteration")),
    ]
    return {"facts": facts, "opens": [(_("Open the folder"), reverse("customers:folder", args=[folder.pk]))]}
