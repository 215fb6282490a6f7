"""The regular security check is overdue: whoever does it is reminded once a day (row Nb6)."""

from datetime import datetime, timedelta

from django.urls import reverse

from crm_project.accounts.company_settings import CHECK_DAYS
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.models import Entry
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell

from .access import may
from .settings_store import value

DONE = "security.checked"


def last_check() -> Entry | None:
    """The audit entry of the last check, or None."""
    return Entry.objects.filter(action=DONE).select_related("actor").order_by("-id").first()


def is_overdue(last: Entry | None, at: datetime) -> bool:
    """Whether the company's days have passed since the last check; 0 days: never."""
    days = value(CHECK_DAYS)
    return bool(days) and (last is None or last.at <= at - timedelta(days=days))


def remind(*, at: datetime) -> int:
    """Tell everybody who looks after accounts and may read the audit; again on the same day it tells nobody. Returns how many."""
    if not is_overdue(last_check(), at):
        return 0
    people = [
        person
        for person in User.objects.active().filter(who_may("audit.view")).select_related("role")
        if may(person, "people.manage")
    ]
    tell(
        people,
        "security_check",
        at=at,
        url=reverse("accounts:security"),
        key=f"security-check:{local_date(at)}",
        n=value(CHECK_DAYS),
    )
    return len(people)
