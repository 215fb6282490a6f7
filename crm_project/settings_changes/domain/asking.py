"""A change of settings that waits for an admin: asked with the form's own data, applied by sending it again (row Nh9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.ops.form_tokens import OPENED
from crm_project.settings_changes.rules.request_kinds import SETTINGS_CHANGE

from . import replaying
from .pages import ADMIN
from .trial import Outcome, before

# What a browser sends along that says nothing of the change.
_ASIDE = ("csrfmiddlewaretoken", "form_token", "next")


def waiting(user: User, module: str) -> QuerySet[Request]:
    """Changes from pages of this module of views that wait: all that were asked for, whoever asked."""
    rows = Request.objects.filter(kind=SETTINGS_CHANGE, status=Request.Status.PENDING, arguments__module=module)
    return rows.select_related("asked_by").order_by("asked_at")


def kept_data(data: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What was posted, without what belongs to the browser's page alone."""
    return {name: [str(value) for value in values] for name, values in data.items() if name not in _ASIDE}


def ask_for_change(
    *,
    path: str,
    module: str,
    data: dict[str, list[str]],
    entries: Sequence[JsonObject],
    subject: str,
    subject_zh: str,
    page: str,
    by: User,
    at: datetime,
) -> Request:
    """Ask an admin to apply what was posted to `path` from `page`. Refuses with code asked where the same waits already, no_admin."""
    arguments: JsonObject = {"path": path, "module": module, "data": dict(data)}
    same = Request.objects.filter(kind=SETTINGS_CHANGE, status=Request.Status.PENDING, asked_by=by)
    if any(_typed(row.arguments) == _typed(arguments) for row in same):
        raise Refused(_("You have already requested this: please wait for the answer."), code="asked")
    admin = _admin_for(by, at)
    if admin is None:
        raise Refused(_("Nobody can approve this: the company needs an active admin."), code="no_admin")
    return ask(
        kind=SETTINGS_CHANGE,
        by=by,
        at=at,
        decider=admin,
        subject=subject[:200],
        arguments=arguments,
        reason="",
        reason_needed=False,
        department=by.department,
        evidence={"subject_zh": subject_zh[:200], "entries": list(entries), "page": page},
    )


def _typed(arguments: JsonObject) -> JsonObject:
    """What was asked, without the state that the page was opened on: it is another one with each opening."""
    data = arguments.get("data")
    kept = (
        {name: value for name, value in data.items() if not name.startswith(OPENED)} if isinstance(data, dict) else data
    )
    return {**arguments, "data": kept}


def _admin_for(by: User, at: datetime) -> User | None:
    """An admin who is there today, else any."""
    admins = list(User.objects.active().filter(role__key=ADMIN).exclude(pk=by.pk).order_by("pk"))
    here = [one for one in admins if not one.away_on(local_date(at))]
    return next(iter(here or admins), None)


def apply_change(
    *, path: str, module: str, data: dict[str, list[str]], by: User, at: datetime, request: Request
) -> None:
    """Send the form again as the admin who approves. Refuses with code stale where something else stands there by now."""
    outcome, refusal = replaying.sent(path, data, by=by, asked_by=request.asked_by, keep=True)
    if outcome is None or not outcome.wrote:
        raise Refused(refusal or stale_text(), code="stale")
    if has_moved(request, outcome):
        raise Refused(stale_text(), code="stale")


def has_moved(request: Request, outcome: Outcome) -> bool:
    """Whether what the change starts from is no longer what it was when it was asked."""
    entries = request.evidence.get("entries", [])
    return before(entries) != before(outcome.entries)


def stale_text() -> str:
    """Why it can't be applied as it was asked."""
    return _(
        "What it would change has been changed since it was requested. Refuse it, so that the applicant can send it anew."
    )
