"""What every verb of deals begins and ends with: lock, look who may, follow the customer's owner, keep the record (rows Z11, Ni20)."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.domain.access import check, works_on
from customers.models import Customer, Ownership
from deals.models import Deal, Progress, Quote, Stage
from deals.models.choices import Status


def check_own(by: User, customer: Customer, ownership: Ownership | None) -> None:
    """Refuse whoever is neither owner nor registered collaborator, with the owner's name (Z11); code not_owner or in_pool."""
    check(by, "deal.work", customer, ownership)
    if ownership is None:
        raise Refused(
            _("“%(name)s” is in the public pool: claim it first, then work on it.") % {"name": customer.name},
            code="in_pool",
            field="customer",
        )
    if not works_on(by, customer, ownership):
        raise Refused(
            _("%(owner)s owns “%(name)s”: only the owner and registered collaborators work on it.")
            % {"owner": ownership.owner, "name": customer.name},
            code="not_owner",
            field="customer",
        )


@contextmanager
def locked_deal(
    deal_id: int, by: User | None = None, *, own: bool = False, still_open: bool = False
) -> Iterator[tuple[Deal, Ownership | None]]:
    """(deal, ownership) for a change, customer locked before deal, around one transaction.

    `by`: who must work on it, `own`: as owner or collaborator; None where the caller has seen to that. `still_open`: refuse a
    deal that is won or lost. Refuses as `check_own` and `check_open`.
    """
    with transaction.atomic():
        customer = locked(Deal.objects.values_list("customer_id", flat=True).get(pk=deal_id))
        rows = Deal.objects.select_for_update(no_key=True, of=("self",)).select_related("stage", "owner")
        deal = rows.get(pk=deal_id)
        deal.customer = customer
        ownership = Ownership.of(customer.pk)
        if own:
            check_own(cast(User, by), customer, ownership)
        elif by is not None:
            check(by, "deal.work", customer, ownership)
        if still_open:
            check_open(deal)
        yield deal, ownership


@contextmanager
def locked_quote(quote_id: int, by: User, statuses: Collection[str]) -> Iterator[tuple[Quote, Ownership | None]]:
    """(quote, ownership) for a change by the owner or a collaborator, its deal locked before it. Refuses with code status any other one."""
    with locked_deal(Quote.objects.values_list("deal_id", flat=True).get(pk=quote_id), by, own=True) as (
        deal,
        ownership,
    ):
        quote = Quote.objects.select_for_update(no_key=True, of=("self",)).get(pk=quote_id)
        quote.deal = deal
        if quote.status not in statuses:
            raise Refused(
                _("This quote is %(status)s: reload the page.") % {"status": quote.get_status_display()}, code="status"
            )
        yield quote, ownership


def check_open(deal: Deal) -> None:
    """Refuse what is decided: a won deal's figures are confirmed (Na10), a lost one is opened again first."""
    if deal.status == Status.WON:
        raise Refused(_("This deal is won and its figures are locked: request a correction."), code="locked")
    if deal.status == Status.LOST:
        raise Refused(_("This deal is lost: a manager can reopen it."), code="closed")


def follow_owner(deal: Deal, ownership: Ownership | None) -> dict[str, Any]:
    """An open deal belongs to whoever owns the customer now; returns what changed."""
    if ownership is None or deal.owner_id == ownership.owner_id:
        return {}
    changed = {"owner": [str(deal.owner), str(ownership.owner)]}
    deal.owner, deal.department = ownership.owner, ownership.department
    return changed


def save_change(
    deal: Deal,
    *,
    by: User,
    at: datetime,
    action: str,
    changes: Mapping[str, list[Any]],
    outline: str = "",
    answer: str = "",
    reason: str = "",
) -> Progress:
    """Save the deal, add a record to its stream, and note it in the audit. `changes`: {field: [old, new]}."""
    changes = log.plain(changes)
    deal.changed_at = at
    deal.save()
    row = Progress.objects.create(
        deal=deal,
        author=by,
        at=at,
        outline=outline,
        answer=answer,
        next_step=deal.next_step if deal.status == Status.OPEN else "",
        changes=changes,
    )
    log.record(by=by, action=action, at=at, subject=deal, customer_id=deal.customer_id, changes=changes, reason=reason)
    return row


def due_after(stage: Stage, at: datetime) -> date:
    """The date by which the next update is expected in this stage."""
    return local_date(at) + timedelta(days=stage.update_days)
