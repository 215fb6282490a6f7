"""What waits for a person in the company's tree (row Ne9)."""

from django.utils.translation import ngettext_lazy

from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork

from .domain.access import decider
from .models import User


def _reports():
    return User.objects.active().filter(superior__isnull=False)


def _pass_reports(*, leaver, to, by, at):
    """Whoever reported to the leaver reports to the leaver's superior, else to the next who heads the department."""
    mine = list(_reports().filter(superior=leaver))
    if not mine:
        return 0
    level = max(leaver.role.level, 1) if leaver.role_id else 1
    head = leaver.superior if leaver.superior_id and leaver.superior.is_active else None
    for person in mine:
        above = head or decider(leaver.department, level, "request.decide", exclude=[leaver, person])
        above = None if above and above.pk == person.pk else above
        User.objects.filter(pk=person.pk).update(superior=above)
        log.record(
            by=by, action="person.changed", at=at, subject=person, changes={"superior": [str(leaver), str(above or "")]}
        )
    return len(mine)


def _give_reports_back(*, leaver, ids, moment, by, at):
    """They report to the person again."""
    rows = list(User.objects.active().filter(pk__in=ids).select_related("superior"))
    for person in rows:
        if person.superior_id == leaver.pk:
            continue
        User.objects.filter(pk=person.pk).update(superior=leaver)
        changes = {"superior": [str(person.superior or ""), str(leaver)]}
        log.record(by=by, action="person.changed", at=at, subject=person, changes=changes)
    return {person.pk for person in rows}


WORK = (
    OpenWork(
        key="reports",
        covers=("accounts.User.superior",),
        column="superior",
        rows=_reports,
        counted=ngettext_lazy("%(n)d person who reports to them", "%(n)d people who report to them", "n"),
        pass_on=_pass_reports,
        give_back=_give_reports_back,
        on_move=False,
    ),
)
OWNER_CHANGES = ()
# Closing an account ends that it stands in for others, and what was given to it beside its role.
SAYS_WHO = ("accounts.User.stand_in", "accounts.FurtherRight.person")
