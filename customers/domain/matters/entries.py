"""What is said and done about a matter: kept with it; in the audit too, unless it is confidential (row M8)."""

from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Matter, MatterEntry

Kind = MatterEntry.Kind


def record(row: Matter, kind: str, *, by: User, at: datetime, text: str = "") -> None:
    """Keep it; of a confidential matter nothing stands where others read."""
    MatterEntry.objects.create(matter=row, kind=kind, text=text, by=by, at=at)
    if not row.confidential:
        log.record(by=by, action=f"matter.{kind}", at=at, subject=row, reason=row.title, customer_id=row.customer_id)


def record_look(*, row: Matter, by: User, at: datetime) -> None:
    """Somebody opened a confidential matter: those named read who did."""
    if row.confidential:
        MatterEntry.objects.create(matter=row, kind=Kind.LOOKED, by=by, at=at)


def history(row: Matter) -> QuerySet[MatterEntry]:
    """What was said and done about it, in its order."""
    return row.entries.exclude(kind=Kind.LOOKED).select_related("by")


def looks(row: Matter) -> list[tuple[User, int, datetime]]:
    """(who looked at it, how often, when last), whoever looked last first: as many lines as people, however often it is opened."""
    found = row.entries.filter(kind=Kind.LOOKED).order_by().values("by").annotate(n=Count("pk"), last=Max("at"))
    counted = list(found.order_by("-last", "by"))
    people = User.objects.in_bulk([one["by"] for one in counted])
    return [(people[one["by"]], one["n"], one["last"]) for one in counted]


def notify(row: Matter, kind: str, people: list[int], *, at: datetime) -> None:
    """Tell these people; a notice of a confidential matter names neither the customer nor the subject: mails and lock screens are read
    by others."""
    url = reverse("customers:matter", args=[row.pk])
    if row.confidential:
        tell(people, f"matter_{kind}_confidential", at=at, url=url)
    else:
        tell(people, f"matter_{kind}", at=at, url=url, subject=row.title, customer=row.customer_name)


def locked(matter_id: int) -> Matter:
    """The matter, locked for a verb."""
    return Matter.objects.select_for_update(no_key=True, of=("self",)).get(pk=matter_id)


def checked_text(text: str, sentence: str, least: int = 5) -> str:
    """The text without spaces around it. Refuses with code text one that says nothing."""
    text = text.strip()
    if len(text) < least:
        raise Refused(sentence, code="text", field="text")
    return text
