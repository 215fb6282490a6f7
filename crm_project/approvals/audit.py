"""What the audit says of requests (rows Na8, Ne3)."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from crm_project.approvals.domain.access import visible
from crm_project.audit.presenters.declaration import Audit, Family, Subject
from crm_project.catalogue import request_kinds

_DOT = " · "


@cache
def _codes():
    """{label in any language: code of the request's kind}: earlier entries were written in their author's language."""
    out = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            out |= {str(kind.label): key for key, kind in request_kinds().items()}
    return out


def _name(stored):
    """“Expense · Acme” of “expense · Acme”."""
    head, dot, rest = stored.partition(_DOT)
    kind = request_kinds().get(_codes().get(head, head)) if dot else None
    return f"{kind.label}{dot}{rest}" if kind else stored


AUDIT = Audit(
    fields={
        "decider": _("who decides"),
    },
    actions={
        "request.passed_on": _("forwarded a request to the next approver"),
        "request.asked": _("requested a decision"),
        "request.approved": _("approved a request"),
        "request.refused": _("refused a request"),
        "request.reopened": _("revoked a decision: the request is waiting again"),
        "request.withdrawn": _("withdrew a request"),
    },
    families=(Family(key="requests", label=_("Approvals"), place=100),),
    searched_under={
        "requests": ("request.",),
    },
    subjects=(Subject(type="request", page="approvals:request", name=_name, opened=visible),),
)
