"""Pages and actions for the search in the top bar."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.search_kind import SearchKind
from reports.presenters.search import page_hits

KINDS = (SearchKind("pages", _("Pages and actions"), "window", 90, page_hits),)
