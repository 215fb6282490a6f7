"""Overdue payments and late papers: before the department head until they are paid, received or dealt with (row T20)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Contract, Instalment, Paper
from contracts.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import open_requests
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell

INSTALMENT, PAPER = "instalment", "paper"
MODELS: dict[str, type[Instalment] | type[Paper]] = {INSTALMENT: Instalment, PAPER: Paper}
AT_ONCE = 500
NEAR = ("contract__customer__ownership__department", "contract__customer__department", "contract__owner")
# A new date lies at most so far ahead: what is put off for longer is another plan, or a bad debt.
LONGEST = 365


def about(kind: str, pk: int) -> str:
    """How a request names its thing."""
    return f"{kind}:{pk}"


def things_of(contract: Contract) -> list[str]:
    """Names of everything of a contract that could be overdue."""
    return [
        *(about(INSTALMENT, pk) for pk in contract.instalments.values_list("pk", flat=True)),
        *(about(PAPER, pk) for pk in contract.papers.values_list("pk", flat=True)),
    ]


def settled(things: Sequence[str], *, at: datetime) -> None:
    """Paid or received: whoever was to deal with it need not any more. Call it before the rows of the things are changed."""
    Request.objects.filter(kind=request_kinds.OVERDUE, about__in=things, status=Request.Status.PENDING).update(
        status=Request.Status.OBSOLETE, decided_at=at
    )


@contextmanager
def replanned(contract: Contract, *, at: datetime) -> Iterator[None]:
    """Around a change of a locked contract's plan: what is paid, put off or gone by it leaves the inbox.

    The requests are locked before the parts, as whoever decides about one does: neither waits for the other in a ring.
    """
    rows = Request.objects.filter(
        kind=request_kinds.OVERDUE, customer_id=contract.customer_id, status=Request.Status.PENDING
    )
    names = [
        row.about
        for row in rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
        if row.evidence.get("contract_id") == contract.pk
    ]
    yield
    if names:
        late = overdue_instalments(local_date(at)).filter(contract=contract).values_list("pk", flat=True)
        papers = contract.papers.values_list("pk", flat=True)
        keep = {*(about(INSTALMENT, pk) for pk in late), *(about(PAPER, pk) for pk in papers)}
        settled([name for name in names if name not in keep], at=at)


def overdue_instalments(day: date) -> QuerySet[Instalment]:
    """Parts of contracts in force that should have been paid before this date."""
    rows = Instalment.objects.filter(due_on__lt=day, paid__lt=F("amount"))
    return rows.filter(contract__status=Contract.Status.CONFIRMED)


def late_papers(day: date) -> QuerySet[Paper]:
    """Papers that should have come in before this date; those of drafts too: the signed copy is needed to confirm."""
    return Paper.objects.filter(due_on__lt=day, received_on=None).exclude(contract__status=Contract.Status.VOID)


def find_overdue(*, at: datetime) -> int:
    """Put everything overdue before the heads of its departments, once each; returns how many were put there.

    Batches in the order of keys, locked: of two runs at once the second sees what the first put there. What waits already, was put
    off to a later day, or whose day nobody named (`assumed`) is passed over.
    """
    day, made, heads = local_date(at), 0, {}
    for kind, rows in ((INSTALMENT, overdue_instalments(day).filter(assumed=False)), (PAPER, late_papers(day))):
        rows = rows.exclude(excused_until__gte=day).order_by("pk").select_related(*NEAR)
        last: int | None = 0
        while last is not None:
            with transaction.atomic():
                batch = list(rows.filter(pk__gt=last).select_for_update(no_key=True, of=("self",))[:AT_ONCE])
                made += _put_before(kind, batch, heads, at)
            last = batch[-1].pk if batch else None
    return made


def _put_before(kind: str, batch: Sequence[Any], heads: dict[int, User | None], at: datetime) -> int:
    names = [about(kind, row.pk) for row in batch]
    waiting = set(
        Request.objects.filter(kind=request_kinds.OVERDUE, about__in=names, status=Request.Status.PENDING).values_list(
            "about", flat=True
        )
    )
    fresh = [_request(kind, row, heads, at) for row in batch if about(kind, row.pk) not in waiting]
    open_requests(fresh)
    return len(fresh)


def _request(kind: str, row: Instalment | Paper, heads: dict[int, User | None], at: datetime) -> Request:
    contract = row.contract
    customer = contract.customer
    ownership = customer.ownership_or_none
    department = ownership.department if ownership else customer.department
    if department.pk not in heads:
        heads[department.pk] = decider(department, 1, "request.decide")
    facts: JsonObject = {
        "thing": kind,
        "contract": contract.number,
        "contract_id": contract.pk,
        "due_on": row.due_on.isoformat(),
        "owner": str(contract.owner or ""),
    }
    if isinstance(row, Instalment):
        facts |= {
            "open": str(row.amount - row.paid),
            "amount": str(row.amount),
            "currency": contract.currency,
            "part": row.number,
        }
    else:
        facts["what"] = row.what
    return Request(
        kind=request_kinds.OVERDUE,
        customer_id=customer.pk,
        about=about(kind, row.pk),
        subject=f"{customer.name} · {contract.number}"[:200],
        department=department,
        arguments={"thing": kind, "pk": row.pk},
        evidence=facts,
        asked_at=at,
        decider=heads[department.pk],
    )


def close_overdue(
    *, thing: str, pk: int, by: User, at: datetime, request: Request, until: date | str | None = None
) -> None:
    """The head has dealt with it: a note, and a new day until which nobody asks again. Refuses with code note, until."""
    if not request.decision.strip():
        raise Refused(_("Record what was agreed with the customer."), code="note", field="reason")
    if until is None:
        raise Refused(_("Enter the agreed date."), code="until", field="until")
    day = local_date(at)
    wanted = date.fromisoformat(str(until))
    if not day < wanted <= day + timedelta(days=LONGEST):
        raise Refused(
            _("The new date must be after today, within %(n)d days.") % {"n": LONGEST}, code="until", field="until"
        )
    row = MODELS[thing].objects.select_related("contract").get(pk=pk)
    MODELS[thing].objects.filter(pk=pk).update(excused_until=wanted)
    log.record(
        by=by,
        action="collection.dealt_with",
        at=at,
        subject=row.contract,
        customer_id=row.contract.customer_id,
        reason=request.decision,
        changes={"until": [row.due_on, wanted]},
    )


def keep_overdue_open(
    *, thing: str, pk: int, by: User, at: datetime, request: Request, until: date | None = None
) -> None:
    """It stays open: the owner is told to chase it, and it stays before the head until it is settled."""
    row = MODELS[thing].objects.select_related("contract").get(pk=pk)
    if row.contract.owner_id:
        tell(
            [row.contract.owner_id],
            "collection_chase",
            at=at,
            key=f"chase:{request.pk}",
            person=str(by),
            number=row.contract.number,
            reason=request.decision,
            url=reverse("contracts:detail", args=[row.contract_id]),
        )
    again = Request(
        **{
            name: getattr(request, name)
            for name in ("kind", "customer_id", "about", "subject", "department", "evidence", "decider")
        },
        arguments={"thing": thing, "pk": pk},
        asked_at=at,
    )
    open_requests([again])
