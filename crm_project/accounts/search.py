"""People for the search in the top bar (row Nb1)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.accounts.presenters import search_hits
from crm_project.lib.search_kind import SearchKind

KINDS = (
    SearchKind(
        "people",
        _("People"),
        "people",
        80,
        search_hits.person_hits,
        seen_by=may_any("people.view"),
        page=search_hits.PERSON,
        named=search_hits.people_named,
    ),
)
