"""Customers beyond one's scope: offered by a signed reference, limited per person and day, logged, told to the admin (rows Ni5, Nb3).

The duplicate check tells everybody name, code and owner of a customer that exists. So that nobody reads the whole file of the
company that way, what leads on from it works only for whom it was offered, for a working day, and only so often.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from customers.models import Customer, Lookup

Kind = Lookup.Kind
_SALT = "customers.domain.lookup"
_HOURS = 12
_DAY = 86400
# From this share of a day's limit on it is unusual, and the admin is told.
_UNUSUAL = 0.5


def reference(user: User, customer_id: int) -> str:
    """What the page that shows a customer hands on: bound to the person and the customer, good for half a day."""
    return signing.dumps([user.pk, customer_id], salt=_SALT)


def is_offered(user: User, customer_id: int, text: str) -> bool:
    """Whether a page offered this customer to this person within the last half day."""
    try:
        return signing.loads(text or "", salt=_SALT, max_age=_HOURS * 3600) == [user.pk, customer_id]
    except signing.BadSignature:
        return False


def limit(kind: str) -> int:
    """How many of this kind a person may be told of on one day."""
    limits: dict[str, int] = {
        Kind.NAME: settings.NAME_LOOKUPS_A_DAY,
        Kind.CODE: settings.CODE_LOOKUPS_A_DAY,
        Kind.QUESTION: settings.QUESTIONS_A_DAY,
    }
    return limits[kind]


def used(user: User, kind: str, at: datetime) -> int:
    """How many the person was told of today."""
    row = Lookup.objects.filter(user=user, day=local_date(at), kind=kind).values_list("count", flat=True).first()
    return row or 0


def count(*, by: User, kind: str, at: datetime, customer: Customer | None = None) -> None:
    """Count one more; log which customer it was. Refuses with code limit once the day's limit is reached."""
    most, day = limit(kind), local_date(at)
    if used(by, kind, at) >= most:
        raise Refused(
            _(
                "You have looked up %(n)d customers of others today, which is the daily limit: ask an admin if you need more."
            )
            % {"n": most},
            code="limit",
        )
    with transaction.atomic():
        rows = Lookup.objects.filter(user=by, day=day, kind=kind)
        if not rows.update(count=F("count") + 1):
            try:
                with transaction.atomic():
                    Lookup.objects.create(user=by, day=day, kind=kind, count=1)
            except IntegrityError:
                rows.update(count=F("count") + 1)
        if customer is not None:
            action = "customer.looked_up" if kind == Kind.CODE else "customer.asked_about"
            log.record(by=by, action=action, at=at, subject=customer)
        number = used(by, kind, at)
        if number == max(1, int(most * _UNUSUAL)):
            _tell(by, kind, number, most, at)


def _tell(by: User, kind: str, number: int, most: int, at: datetime) -> None:
    """Once a day and kind: whoever manages people everywhere hears that somebody looks up much."""
    admins = User.objects.active().filter(who_may("people.manage", Scope.ALL)).exclude(pk=by.pk)
    log.record(
        by=by,
        action="lookup.unusual",
        at=at,
        subject=by,
        changes={"count": [None, number], "limit": [None, most]},
    )
    tell(
        list(admins.values_list("pk", flat=True)),
        "lookups_unusual",
        at=at,
        key=f"lookups:{by.pk}:{kind}:{local_date(at)}",
        url=reverse("accounts:person", args=[by.pk]),
        person=str(by),
        n=number,
        limit=most,
    )


def tell_of(*, by: User, customers: Sequence[Customer], kind: str, at: datetime) -> tuple[list[Customer], str]:
    """(those that the person may be told of, why not the others): each counted once a day, however often a search shows it."""
    key = f"told-of:{by.pk}:{local_date(at)}"
    told: set[int] = cache.get(key) or set()
    shown, refused = [], ""
    for customer in customers:
        if customer.pk not in told:
            try:
                # Names have to be known; codes follow each other, so that each look-up of one is on record.
                count(by=by, kind=kind, at=at, customer=customer if kind == Kind.CODE else None)
            except Refused as refusal:
                refused = refusal.sentence
                continue
            told = told | {customer.pk}
        shown.append(customer)
    cache.set(key, told, _DAY)
    return shown, refused
