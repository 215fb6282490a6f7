"""The rows behind a number of an analysis, as one person may read them (rows M10, Nb3)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from reports.presenters.figures import Reader


def told(page, found, user, at):
    """[{when, customer, url, what, what_url, note}]; customers whose page the person may not open stay unnamed."""
    reader, deals = Reader(user, {one.customer_id for one in found}, at), may(user, "deal.view")
    return [_told(one, reader, deals, page.words or {}) for one in found]


def _told(one, reader, deals, words):
    name = reader.names.get(one.customer_id)
    what = reader.text_of(one.customer_id, one.what) if deals else ""
    return {
        "when": minute(one.at) if one.at else "–",
        "customer": name or _("a customer that you may not see"),
        "url": reverse("customers:detail", args=[one.customer_id]) if name else "",
        "what": what,
        "what_url": reverse("deals:detail", args=[one.deal_id]) if what and one.deal_id else "",
        "note": str(words.get(one.code, "")),
    }
