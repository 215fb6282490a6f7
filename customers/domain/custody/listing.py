"""Lists of folders and loans for the people who keep them (row T6)."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from customers.models import FolderLoan, FolderPages, ListItem, PaperFolder
from customers.rules import request_kinds

from .access import kept, kept_loans
from .asking import about

Status, Form = FolderLoan.Status, FolderLoan.Form
OUT, OVERDUE, TO_LEND, TO_SCAN, ALL, LOST = "out", "overdue", "lend", "scan", "all", "lost"


def with_loans(rows: QuerySet[PaperFolder]) -> QuerySet[PaperFolder]:
    """With place, customer and the loan by which each is out."""
    out = FolderLoan.objects.filter(status=Status.OUT).select_related("borrower")
    return rows.select_related("customer", "place").prefetch_related(Prefetch("loans", out, to_attr="out_loans"))


def folders(
    user: User, at: datetime, *, tab: str, place: ListItem | None = None, text: str = ""
) -> QuerySet[PaperFolder]:
    """Those that the person keeps: all, or the lost ones; narrowed by place and by number, title or customer."""
    rows = kept(user, at)
    if tab == LOST:
        rows = rows.filter(status=PaperFolder.Status.LOST)
    if place is not None:
        rows = rows.filter(place=place)
    if text:
        named = Q(number__icontains=text) | Q(title__icontains=text)
        rows = rows.filter(named | Q(customer__name__icontains=text) | Q(customer__code__iexact=text))
    return rows


def loans(user: User, at: datetime, *, tab: str, place: ListItem | None = None, text: str = "") -> QuerySet[FolderLoan]:
    """Loans that are out, overdue, or approved and to be handed out or scanned; narrowed in the same way, and by borrower."""
    today = local_date(at)
    rows = kept_loans(user, at).filter(_which(tab, today))
    if place is not None:
        rows = rows.filter(folder__place=place)
    if text:
        named = Q(folder__number__icontains=text) | Q(folder__title__icontains=text)
        rows = rows.filter(named | Q(folder__customer__name__icontains=text) | Q(borrower__full_name__icontains=text))
    return rows.select_related("folder__customer", "folder__place", "borrower")


def _which(tab: str, today: date) -> Q:
    if tab == OVERDUE:
        return Q(status=Status.OUT, until_on__lt=today)
    if tab == TO_LEND:
        return Q(status=Status.APPROVED, form=Form.PAPER, until_on__gte=today)
    if tab == TO_SCAN:
        scanned = FolderPages.objects.filter(folder=OuterRef("folder"), voided_at=None)
        return Q(~Exists(scanned), status=Status.APPROVED, form=Form.VIEW, until_on__gte=today)
    return Q(status=Status.OUT)


def requests_of(rows: list[FolderLoan]) -> dict[int, int]:
    """{key of a loan: key of the request that waits for its decision}, the loan itself or its extension; one query."""
    names = {about(row): row.pk for row in rows}
    waiting = Request.objects.filter(
        kind__in=(request_kinds.FOLDER_LOAN, request_kinds.FOLDER_EXTENSION),
        about__in=names,
        status=Request.Status.PENDING,
    )
    return {names[name]: pk for name, pk in waiting.values_list("about", "pk")}
