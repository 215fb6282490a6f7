"""Contact reports: demanded after each contact with an important new customer, chased until they are there (row M13)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.company_settings import CONTACT_REPORT, REPORT_DAYS
from activities.models import ContactReport, FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import uncorrected
from crm_project.accounts.domain import access
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from crm_project.notices.models import Notice
from customers.domain import access as customer_access
from customers.domain.important import is_important_new
from customers.models import Customer, Ownership

# No contact with the customer, so there is nothing to report.
NO_CONTACT = (FollowUpKind.NOTE, FollowUpKind.TASK)
NAMED = 3


def demand_report(followup: FollowUp, customer: Customer, at: datetime) -> ContactReport | None:
    """Ask for a report where the company wants one; returns it, or None. Part of recording the follow-up."""
    if not value(CONTACT_REPORT) or not is_important_new(customer):
        return None
    if followup.kind in NO_CONTACT or not followup.answered:
        return None
    return ContactReport.objects.create(
        followup=followup, author=followup.author, demanded_at=at, due_at=at + timedelta(days=value(REPORT_DAYS))
    )


def move_report(old: FollowUp, kept: FollowUp) -> None:
    """A corrected follow-up takes its report along."""
    ContactReport.objects.filter(followup=old).update(followup=kept)


def valid_reports() -> QuerySet[ContactReport]:
    """Reports on follow-ups that still stand."""
    entries = FollowUp.objects.filter(uncorrected(), voided_at__isnull=True)
    return ContactReport.objects.filter(followup__in=entries.values("pk"))


def missing_reports() -> QuerySet[ContactReport]:
    """Those that are still to be written."""
    return valid_reports().filter(written_at=None)


def mine(user: User) -> QuerySet[ContactReport]:
    """Reports that the person wrote or has to write: the author's, and those that a closed account left to the present owner."""
    left = Q(author__is_active=False, followup__customer__ownership__owner=user, written_at=None)
    return valid_reports().filter(Q(author=user) | left)


def of_team(user: User, at: datetime) -> QuerySet[ContactReport]:
    """Reports of other people on customers whose follow-ups the user checks."""
    if not access.may(user, "followup.review"):
        return ContactReport.objects.none()
    ids = access.department_ids(user, "followup.review")
    rows = (
        valid_reports()
        .exclude(author=user)
        .filter(followup__customer__in=customer_access.visible(user, at).values("pk"))
    )
    return rows if ids is None else rows.filter(followup__customer__ownership__department__in=ids)


def write_report(
    *, report_id: int, by: User, at: datetime, took_part: str, text: str, next_step: str = ""
) -> ContactReport:
    """Write the report. Refuses with code gone, not_author, written, took_part, text."""
    for name, said, sentence in (
        ("took_part", took_part, _("Enter the participants of both sides.")),
        ("text", text, _("Enter the result of the contact.")),
    ):
        if not (said or "").strip():
            raise Refused(sentence, code=name, field=name)
    with transaction.atomic():
        row = (
            ContactReport.objects.select_for_update(no_key=True, of=("self",))
            .select_related("followup__customer", "author")
            .filter(pk=report_id)
            .first()
        )
        if row is None or not missing_reports().filter(pk=row.pk).exists() and row.written_at is None:
            raise Refused(_("This contact was voided: a report is no longer needed."), code="gone")
        if row.written_at:
            raise Refused(_("This report was already submitted and can't be changed."), code="written")
        if not may_write(row, by):
            raise Refused(
                _("%(person)s made this contact and writes the report.") % {"person": row.author}, code="not_author"
            )
        row.took_part, row.text, row.next_step = took_part.strip(), text.strip(), (next_step or "").strip()
        row.written_by, row.written_at = by, at
        row.save(update_fields=["took_part", "text", "next_step", "written_by", "written_at"])
        log.record(by=by, action="report.written", at=at, subject=row, customer_id=row.followup.customer_id)
        return row


def may_write(row: ContactReport, user: User) -> bool:
    """Whether the user is the one who writes it: the author; after their account was closed, the present owner."""
    if row.written_at:
        return False
    if row.author_id == user.pk:
        return True
    owner = Ownership.objects.filter(pk=row.followup.customer_id, owner=user)
    return not row.author.is_active and owner.exists()


def remind_of_reports(*, at: datetime) -> int:
    """Every day: one notice to each person with overdue reports, and one to each manager of theirs. Returns how many are overdue."""
    found = missing_reports().filter(due_at__lte=at).select_related("author", "followup__customer__ownership__owner")
    rows = list(found.select_related("author__department", "author__role").order_by("due_at", "pk"))
    names, managers = defaultdict(list), defaultdict(list)
    for row in rows:
        customer = row.followup.customer
        owner = customer.ownership_or_none
        person = row.author if row.author.is_active else owner and owner.owner
        if person:
            names[person.pk].append(customer.name)
        department = owner.department_id if owner else customer.department_id
        managers[department].append((customer.name, row.author_id))
    url = reverse("activities:contact_reports")
    notices = [_notice(person, "report_overdue", listed, url, at) for person, listed in names.items()]
    notices += [
        _notice(manager, "team_reports_overdue", listed, f"{url}?of=team", at)
        for manager, listed in _by_manager(managers).items()
    ]
    send(notices)
    return len(rows)


def _by_manager(found: Mapping[int, list[tuple[str, int]]]) -> defaultdict[int, list[str]]:
    """{manager: names}: whoever checks the follow-ups of each department, never about their own reports."""
    out = defaultdict(list)
    for department_id, listed in found.items():
        department = Department.objects.get(pk=department_id)
        manager = access.decider(department, 1, "followup.review")
        for name, author_id in listed:
            if manager and manager.pk != author_id:
                out[manager.pk].append(name)
    return out


def _notice(reader: int, kind: str, names: Sequence[str], url: str, at: datetime) -> Notice:
    key = f"{kind}:{local_date(at)}"
    return notice(reader, kind, at=at, url=url, key=key, n=len(names), names=names[:NAMED])


def report_counts(user: User, at: datetime, *, leads: bool, works: bool) -> list[JsonObject]:
    """[(key, number to be written, how many of them overdue)] of one's own and of the team's, where there are any; one query each."""
    if not value(CONTACT_REPORT):
        return []
    found = []
    for key, rows in (("mine", mine(user) if works else None), ("team", of_team(user, at) if leads else None)):
        if rows is None:
            continue
        counts = rows.filter(written_at=None).aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)))
        if counts["n"]:
            found.append({"key": key, **counts})
    return found
