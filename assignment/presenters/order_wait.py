"""What service means for an ownership, in words: the order that a release waits for, the work that counts as contact (row Nc13)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import day, minute


def order_text(order: JsonObject) -> str:
    """“S-000012, open since 3 May” or when the last one was closed; of the evidence's `order`, empty without one."""
    since, closed = (_moment(order.get(name)) for name in ("since", "closed_at"))
    if order.get("number"):
        return _("%(number)s, open since %(date)s") % {"number": order["number"], "date": day(since) if since else "–"}
    return _("a service order was closed on %(date)s") % {"date": minute(closed)} if closed else ""


def contact_text(service: JsonObject) -> str:
    """“S-000012, done on 3 May” or “return visit on 3 May”, of the evidence's `service`; empty without it."""
    at = _moment(service.get("at"))
    if at is None:
        return ""
    if service.get("number"):
        return _("%(number)s, done on %(date)s") % {"number": service["number"], "date": minute(at)}
    return _("return visit on %(date)s") % {"date": day(at)}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
