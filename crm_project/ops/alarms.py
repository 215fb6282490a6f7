"""An alarm is told once when it begins and once when it is over, by notice and by mail, to whoever looks after the system."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Action, Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.notices.domain.notify import tell

from .models import Alarm
from .problems import COPIES, problem_text

SUBJECTS = {
    "backup_alarm": gettext_lazy("The backup failed"),
    "backup_over": gettext_lazy("The backup works again"),
    "rehearsal_alarm": gettext_lazy("The newest backup can't be relied on"),
    "rehearsal_over": gettext_lazy("The newest backup can be restored"),
    "part_alarm": gettext_lazy("A part of the system has failed"),
    "part_over": gettext_lazy("A part of the system is well again"),
}

log = structlog.get_logger(__name__)


def raise_alarm(name: str, problem: str, values: Mapping[str, str] | None = None, *, at: datetime) -> bool:
    """Raise the alarm; False where it is on already: then only what is wrong is brought up to date.

    `problem`: a code of `problems` with its values, or what the system said.
    """
    kept: dict[str, Any] = {"problem": problem, "problem_values": dict(values or {})}
    with transaction.atomic():
        _alarm, new = Alarm.objects.get_or_create(name=name, defaults={"since": at, **kept})
        if not new:
            Alarm.objects.filter(name=name).update(**kept)
            return False
        _tell(f"{_kind(name)}_alarm", at=at, **kept)
    log.error("alarm", alarm=name, problem=problem)
    return True


def clear_alarm(name: str, *, at: datetime) -> bool:
    """It is well again; False where it was all the time."""
    with transaction.atomic():
        alarm = Alarm.objects.select_for_update().filter(name=name).first()
        if alarm is None:
            return False
        alarm.delete()
        _tell(f"{_kind(name)}_over", at=at, problem="", problem_values=alarm.problem_values)
    log.warning("alarm_over", alarm=name)
    return True


def _kind(name: str) -> str:
    """“part:worker” is told as a part."""
    return name.partition(":")[0]


def _tell(kind: str, *, at: datetime, problem: str, problem_values: Mapping[str, str]) -> None:
    admins = list(User.objects.active().filter(who_may(Action.PEOPLE_MANAGE, Scope.ALL)))
    page = reverse("ops:system")
    tell(admins, kind, at=at, url=page, problem=problem, problem_values=dict(problem_values))
    transaction.on_commit(lambda: _mail(admins, kind, problem, problem_values, page))


def _mail(admins: list[User], kind: str, problem: str, problem_values: Mapping[str, str], page: str) -> None:
    """At once and to everybody with an address: a digest on the next day, or none at all, is too late for this."""
    for person in admins:
        if not person.email:
            continue
        with translation.override(person.language or settings.LANGUAGE_CODE):
            subject = _("The second copy of the backup failed") if problem in COPIES else str(SUBJECTS[kind])
            text = f"{problem_text(problem, problem_values)}\n\n{settings.SITE_URL}{page}".strip()
        try:
            send_mail(subject, text, None, [person.email])
        except OSError:
            log.exception("alarm_not_mailed", user=person.pk)
