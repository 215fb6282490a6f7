"""The reverse of closing an account, within minutes: access, and whatever was passed on with it (rows M9, Na2, Ne9)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.models import Handover
from crm_project.accounts.domain import people
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.catalogue import open_work
from crm_project.lib.open_work import OpenWork, nothing_passes
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell, told_at

Held = dict[str, list[int]]


def held_before(person: User) -> dict[str, Held | list[int]]:
    """What closing the account will pass on, by its keys: kept with the action, so that an undo finds it again."""
    return {
        "work": {work.key: list(work.of(person).order_by("pk").values_list("pk", flat=True)) for work in _passing()},
        "stands_in_for": list(User.objects.filter(stand_in=person).order_by("pk").values_list("pk", flat=True)),
    }


def closing_refusal(person_id: int, moment: datetime) -> str:
    """Why closing the account at this moment can't be undone (any more), as a part of a sentence, or "". Reads only."""
    person = User.objects.filter(pk=person_id).first()
    if person is None or person.is_active or person.closed_at != moment:
        return _("the account has been changed since")
    begun = Handover.objects.filter(leaver=person, items__moved_at__gte=moment)
    return _("the handover of the customers has begun") if begun.exists() else ""


def undo_closing(
    *, person_id: int, moment: datetime, work: Held, stands_in_for: list[int], by: User, at: datetime
) -> list[tuple[str, str]]:
    """Open the account again with its password, give back what was passed on, cancel the handover that was planned with it.

    Returns [(kind of work, why)] of what stays where it is: somebody has taken it up meanwhile, or nothing undoes it. Refuses with code moved_on.
    """
    with transaction.atomic():
        person = people.undo_close(person_id=person_id, moment=moment, stands_in_for=stands_in_for, by=by, at=at)
        why = Handover.objects.filter(leaver=person, items__moved_at__gte=moment).exists()
        if why:
            raise Refused(_("The handover of the customers has begun."), code="moved_on")
        for handover in Handover.objects.filter(leaver=person, started_at=moment, finished_at__isnull=True):
            handover.delete()
            log.record(by=by, action="handover.cancelled", at=at, subject=person)
        stayed = []
        for kind in _passing():
            ids = work.get(kind.key) or []
            if not ids:
                continue
            give_back = kind.give_back or _column_back(kind)
            back = give_back(leaver=person, ids=ids, moment=moment, by=by, at=at)
            left = len(set(ids) - back)
            if left and not kind.secret:
                stayed.append((kind.label(left), str(kind.stays) or _("somebody else has taken it up")))
        url = reverse("accounts:person", args=[person.pk])
        tell(told_at(moment) - {by.pk, person.pk}, "account_reopened", at=at, url=url, person=str(person))
        return stayed


def _passing() -> list[OpenWork]:
    return [work for work in open_work() if work.pass_on is not nothing_passes]


def _column_back(work: OpenWork):  # type: ignore[no-untyped-def]
    """Write the person into the column of what is still open."""

    def give_back(*, leaver: User, ids: list[int], moment: datetime, by: User, at: datetime) -> set[int]:
        rows = list(work.rows().select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))
        former = {row.pk: getattr(row, f"{work.column}_id") for row in rows}
        moved = [row for row in rows if former[row.pk] != leaver.pk]
        work.rows().filter(pk__in=[row.pk for row in moved]).update(**{work.column: leaver})
        log.record_many(
            [
                log.entry(
                    by=by,
                    action="handover.returned",
                    at=at,
                    subject=row,
                    customer_id=getattr(row, "customer_id", None),
                    changes={work.column: [former[row.pk], leaver.pk]},
                )
                for row in moved
            ]
        )
        return {row.pk for row in rows}

    return give_back
