"""Which service order a release waits for, in words: the owner panel, Why, the evidence of a run (row Nc13)."""

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


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
