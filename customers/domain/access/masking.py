"""What of a customer is masked for whom: the one place that decides it, for pages, files, search and the audit (rows Nb4, Nf15).

The columns are declared on the models (`lib.sensitive`), the rules are data of the roles (`accounts.masks`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar, cast

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import scope_of, within
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import AT_ONCE, WITH_REASON
from crm_project.audit.domain import log
from crm_project.audit.domain.looks import HOURS, last_of
from crm_project.audit.models import Entry
from crm_project.lib.json_values import Json, JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.sensitive import KINDS, PHONE, kinds_of, masked, redacted
from customers.models import Contact, Customer, Ownership
from customers.models.scope import in_scope

from . import helps
from .texts import hangs, is_text

R = TypeVar("R", bound=Model)
ACTION = "customer.revealed"
# Every declared column by the names under which the audit keeps it, too.
COLUMNS = {**kinds_of(Customer), **kinds_of(Contact)} | {f"contact_{n}": k for n, k in kinds_of(Contact).items()}
# What is masked is hidden from these fields; the mark VIP with the numbers, for taking it away would show them.
MARKS = {PHONE: ("vip",)}
NOT_TEXT = frozenset(
    f.name
    for model in (Customer, Contact)
    for f in model._meta.concrete_fields
    if f.get_internal_type() not in ("CharField", "TextField", "EmailField", "URLField")
) | {"code", "file_number", "row", "postal_code", "number", "amount"}


class Mask:
    """What one person may not read of one customer: `mask(kind, value)`, `mask.text(text)`, `mask.change(column, value)`."""

    def __init__(self, kinds: Iterable[Any] | Collection[str] = (), askable: Collection[str] = ()) -> None:
        self.kinds, self.askable = frozenset(kinds), frozenset(askable)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def __call__(self, kind: str, value: str) -> str:
        """A value of this kind, masked where the kind is hidden."""
        return masked(value, kind) if kind in self.kinds and value else value

    def column(self, name: str, value: str) -> str:
        """The value of a column of the file or of a contact."""
        return self(COLUMNS[name], value) if name in COLUMNS else value

    def text(self, text: str) -> str:
        """What somebody wrote: numbers in it are masked where numbers are hidden."""
        return redacted(text) if PHONE in self.kinds and isinstance(text, str) else text

    def row(self, row: R) -> R:
        """A thing that hangs on the customer, to be shown and not saved: numbers in what people wrote in it, and in what it hangs on,
        are masked."""
        if PHONE not in self.kinds:
            return row
        shown, name = copy(row), row._meta.pk.name
        for field in cast(Any, row._meta).concrete_fields:
            if field.attname not in row.__dict__ or field.name == name:
                continue
            if field.get_internal_type() == "JSONField":
                setattr(shown, field.attname, self.change(field.name, getattr(row, field.attname)))
            elif is_text(field):
                setattr(shown, field.attname, self.text(getattr(row, field.attname)))
            elif field.is_relation and field.is_cached(row) and hangs(field.related_model):
                near = getattr(row, field.name)
                field.set_cached_value(shown, near and self.row(near))
        return shown

    def change(self, name: str, value: Json) -> Json:
        """An old or new value as the audit keeps it, under whatever name."""
        if not self.kinds or value is None or isinstance(value, bool):
            return value
        if name in COLUMNS:
            return self(COLUMNS[name], str(value)) if value != "" else value
        if isinstance(value, list):
            return [self.change(name, one) for one in value]
        if isinstance(value, dict):
            return {key: self.change(key, one) for key, one in value.items()}
        return value if name in NOT_TEXT else self.text(value)


CLEAR = Mask()


def _fits(group: str, vip: bool, level: str) -> bool:
    return group == "all" or (group == "vip" and bool(vip)) or (group != "vip" and group == level)


def _rules(user: User, kind: str | None = None) -> list[tuple[str, str, dict[str, str]]]:
    """[(kind, class, reach)] that the person's role has for these kinds; no query."""
    if not user.is_authenticated or user.role is None:
        return [(k, "all", {}) for k in KINDS if kind in (None, k)]
    pairs = ((*name.split(".", 1), reach) for name, reach in user.role.masks.items())
    return [(k, group, reach) for k, group, reach in pairs if kind in (None, k)]


def mask_for(user: User, customer: Customer, ownership: Ownership | None = None, at: datetime | None = None) -> Mask:
    """The Mask of this person for this customer. `at`: the moment of the request, where what was shown for a reason counts."""
    hidden, never = set(), set()
    for kind, group, reach in _rules(user):
        if not _fits(group, customer.vip, customer.level) or _covers(user, reach.get(AT_ONCE), customer, ownership):
            continue
        hidden.add(kind)
        if not _covers(user, reach.get(WITH_REASON), customer, ownership):
            never.add(kind)
    askable = hidden - never
    if askable and at is not None and last_of(user, customer.pk, ACTION, at):
        return Mask(hidden - askable)
    return Mask(hidden, askable)


def _covers(user: User, reach: str | None, customer: Customer, ownership: Ownership | None) -> bool:
    if not reach:
        return False
    if ownership is None:
        return within(user, reach, department_id=customer.department_id)
    if within(user, reach, department_id=ownership.department_id, people={ownership.owner_id}):
        return True
    return helps(user, customer.pk)


def unmasked(user: User, kind: str = PHONE) -> Q:
    """Condition on Customer: its columns of this kind are not hidden from the user; the same answer as `mask_for`."""
    seen = Q()
    for _kind, group, reach in _rules(user, kind):
        scope = reach.get(AT_ONCE)
        if scope == "all":
            continue
        other = {"all": Q(), "vip": Q(vip=False)}.get(group, ~Q(level=group))
        reached = in_scope(user, scope_of(user, scope, collaborates=True))
        seen &= other | reached if other else reached
    return seen


def hidden_among(user: User, rows: Iterable[Any] | Sequence[JsonObject], kind: str = PHONE) -> set[int]:
    """Ids of those `rows` (dicts with id, vip, level) whose columns of this kind are hidden; at most one query, none where no
    rule fits one of them."""
    narrow = [(group, reach.get(AT_ONCE)) for _k, group, reach in _rules(user, kind) if reach.get(AT_ONCE) != "all"]
    fitting = [
        (row["id"], [scope for group, scope in narrow if _fits(group, row["vip"], row["level"])]) for row in rows
    ]
    never = {pk for pk, scopes in fitting if scopes and not all(scopes)}
    asked = [pk for pk, scopes in fitting if scopes and pk not in never]
    if not asked:
        return never
    return never | set(asked) - set(
        Customer.objects.filter(unmasked(user, kind), pk__in=asked).order_by().values_list("pk", flat=True)
    )


def masks_of(user: User, customers: Iterable[Customer]) -> dict[int, Mask]:
    """{customer id: Mask} for several customers (with vip and level); at most one query a kind."""
    rows: list[dict[str, Any]] = [{"id": c.pk, "vip": c.vip, "level": c.level} for c in customers]
    hidden = {kind: hidden_among(user, rows, kind) for kind in dict.fromkeys(k for k, _g, _r in _rules(user))}
    return {row["id"]: Mask(k for k, ids in hidden.items() if row["id"] in ids) for row in rows}


def rules_fit(user: User) -> bool:
    """Whether numbers of some customers are hidden from this person; no query. Where not, no text has to be looked at."""
    return any(reach.get(AT_ONCE) != "all" for _kind, _group, reach in _rules(user, PHONE))


def of_texts(user: User) -> Mask:
    """What this person may not read in texts about no one customer: numbers, where those of some customers are hidden from them."""
    return Mask((PHONE,)) if rules_fit(user) else CLEAR


def of_rows(user: User, rows: Iterable[Any], key: str = "customer_id") -> dict[Any, Mask]:
    """{customer id: Mask} for rows (dicts) with the customer's id under `key`; two queries at most, none where nothing is hidden."""
    rows = list(rows)
    found: dict[Any, Mask] = dict.fromkeys((row[key] for row in rows), CLEAR)
    ids = {pk for pk in found if pk}
    if ids and rules_fit(user):
        found.update(masks_of(user, Customer.objects.filter(pk__in=ids).only("pk", "vip", "level").order_by()))
    return found


def of_typed(user: User, rows: Iterable[Any], *texts: str) -> Mapping[Any, Mask]:
    """The same for rows whose `texts` are to be shown, without a query where nobody typed a number."""
    typed = [row for row in rows if any(row[name] and redacted(row[name]) != row[name] for name in texts)]
    return defaultdict(lambda: CLEAR, of_rows(user, typed))


def shown(user: User, rows: Iterable[R], customer: Callable[[R], Customer | None] = attrgetter("customer")) -> list[R]:
    """Things that hang on customers, each as this person may read it, to be shown and not saved; at most one query a rule."""
    rows = list(rows)
    if not rules_fit(user):
        return rows
    masks = masks_of(user, {one.pk: one for row in rows if (one := customer(row))}.values())
    return [masks[one.pk].row(row) if (one := customer(row)) else row for row in rows]


def mask_on(user: User, customer: Customer | None, at: datetime) -> Mask:
    """The Mask of this person for a customer that was loaded with its ownership; of no customer, nothing is masked."""
    return mask_for(user, customer, customer.ownership_or_none, at) if customer else CLEAR


def closed_fields(mask: Mask, model: type[Contact] | type[Customer]) -> set[str]:
    """Columns that whoever has this mask neither reads nor changes, in forms and imports alike."""
    return {name for name, kind in kinds_of(model).items() if kind in mask.kinds} | (
        {mark for kind in mask.kinds for mark in MARKS.get(kind, ())} if model is Customer else set()
    )


def reveal(*, customer: Customer, ownership: Ownership, by: User, reason: str, at: datetime) -> Entry:
    """Show what is masked for a reason, which is kept, for four hours. Refuses with code reason, forbidden."""
    if not mask_for(by, customer, ownership).askable:
        raise Refused(_("Your role can't see these fields of this customer: ask its owner."), code="forbidden")
    if len((reason or "").strip()) < 3:
        raise Refused(_("Enter why you need the numbers. The reason is recorded."), code="reason", field="reason")
    return log.record(by=by, action=ACTION, at=at, subject=customer, reason=reason.strip())


__all__ = [
    "CLEAR",
    "COLUMNS",
    "HOURS",
    "Mask",
    "closed_fields",
    "hidden_among",
    "mask_for",
    "mask_on",
    "masks_of",
    "of_rows",
    "of_typed",
    "reveal",
    "rules_fit",
    "shown",
    "unmasked",
]
