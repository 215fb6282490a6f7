"""An application for the next stage that keeps, or kept, a customer, in words (row Nc6)."""

from datetime import datetime

from django.utils.translation import gettext as _

from assignment.domain.deadline_movers import application_keeps
from assignment.domain.evidence import applied_for
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import minute


def application_text(application: JsonObject) -> str:
    """“applied on 3 May 09:00, waiting” or when it was refused; of the evidence's `application`, empty without one."""
    if not application.get("asked_at"):
        return ""
    asked = minute(datetime.fromisoformat(application["asked_at"]))
    if not application.get("refused_at"):
        return _("requested on %(asked)s, not decided yet") % {"asked": asked}
    refused = minute(datetime.fromisoformat(application["refused_at"]))
    return _("requested on %(asked)s, refused on %(refused)s") % {"asked": asked, "refused": refused}


def while_waiting(customer_id, at):
    """What becomes of the deadline while an application made now waits, for the form."""
    if application_keeps(customer_id, at):
        return _("the customer is kept until it is decided")
    return _("the countdown continues")


def application_now(told):
    """The same of an explanation: the application without which one of its rules would be due otherwise."""
    found = (applied_for(r["reading"], told["facts"]) for r in told["rules"])
    return application_text(next(filter(None, found), {}).get("application") or {})
