"""Merging two customers that are one: the earliest stays, the later is merged into it; an undo puts back exactly that (row Ni7)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Attachment, FollowUp, Task
from assignment import clocks
from assignment.facts import still_standing
from assignment.holding import lock_people
from assignment.ledger import POOLED, Kind, event, snapshot, write
from assignment.ownership import Ending, begin, finish
from contracts.models import Contract
from crm_project.accounts.access import may as may_somewhere
from crm_project.accounts.models import User
from crm_project.audit import log
from crm_project.lib.refused import Refused
from crm_project.notices.models import Comment
from crm_project.notices.notify import tell

from .access import may
from .choices import Stage
from .models import Collaborator, Contact, Customer, DuplicatePair, MergeRecord, Ownership
from .numbers import file_number

# What hangs on a customer by a plain key and simply moves: name in the record -> rows.
MOVED = {"contacts": Contact, "followups": FollowUp, "tasks": Task, "files": Attachment, "contracts": Contract}
# Fields that the survivor takes over where its own are empty, and marks that protect: one is enough.
FILLED = (
    "type_id", "site_id", "trade_id", "category_id", "source_id", "segment", "level", "value_rating", "address", "postal_code", "phone", "fax",
    "email", "website", "introduction", "profile", "legal_representative", "business_scope", "registered_capital", "cooperating_since", "producer",
    "varieties", "main_products", "downstream",
)  # fmt: skip
MARKS = ("vip", "restricted", "bad_debt")
_STAGES = list(Stage.values)


@dataclass(frozen=True)
class Plan:
    """What a merge would do: who stays, who goes, who owns the result and why."""

    kept: Customer
    merged: Customer
    kept_row: Any
    merged_row: Any
    owner: User | None
    because: str


def earliest(one, other):
    """(the one that stays, the one that is merged into it): the file entered first, then the lower number."""
    return (one, other) if (one.created_at, one.pk) <= (other.created_at, other.pk) else (other, one)


def _heir(kept, kept_row, merged_row):
    """(person or None, why) who owns the result: the creator of the earliest if she holds customers, else whoever owns it now."""
    creator = kept.created_by
    if creator and creator.is_active and creator.department_id and may_somewhere(creator, "customer.claim"):
        return creator, _("entered it first")
    if kept_row:
        return kept_row.owner, _("owns the earliest file")
    if merged_row:
        return merged_row.owner, _("owns the later file; the earliest has no owner")
    return None, _("neither has an owner")


def plan(one, other):
    """What merging these two would do; refuses what can't be merged. Reads only, locks nothing."""
    if one.pk == other.pk:
        raise Refused(_("Choose two different customers."), code="same")
    for customer in (one, other):
        if customer.merged_into_id:
            raise Refused(_("%(code)s was merged already.") % {"code": customer.code}, code="merged")
        if customer.removed_at:
            raise Refused(_("%(code)s was removed as invalid: restore it first.") % {"code": customer.code}, code="removed")
    kept, merged = earliest(one, other)
    if kept.parent_id == merged.pk:
        raise Refused(_("“%(name)s” is a branch of the other one.") % {"name": kept.name}, code="branch")
    rows = Ownership.objects.select_related("owner__role", "owner__department", "department").in_bulk([kept.pk, merged.pk])
    owner, because = _heir(kept, rows.get(kept.pk), rows.get(merged.pk))
    return Plan(kept, merged, rows.get(kept.pk), rows.get(merged.pk), owner, because)


def merge(*, one_id, other_id, reason, by, at):
    """Merge two customers; returns the MergeRecord. Whoever merges needs the right on both."""
    with transaction.atomic():
        customers = clocks.lock([one_id, other_id])
        if len(customers) < 2:
            raise Refused(_("Choose two different customers."), code="same")
        people = User.objects.select_related("role", "department").in_bulk({c.created_by_id for c in customers.values()} - {None})
        for customer in customers.values():
            customer.created_by = people.get(customer.created_by_id)
        todo = plan(customers[one_id], customers[other_id])
        for customer, row in ((todo.kept, todo.kept_row), (todo.merged, todo.merged_row)):
            if not may(by, "customer.merge", customer, row):
                raise Refused(_("Your role does not merge “%(name)s”.") % {"name": customer.name}, code="forbidden")
        lock_people({todo.owner.pk} if todo.owner else set())
        moved = _before(todo)
        moved |= _move(todo)
        moved["fields"] = _fill(todo, at)
        _pass_on(todo, moved, by=by, at=at, reason=reason)
        settle(todo.kept, at)
        record = MergeRecord.objects.create(kept=todo.kept, merged=todo.merged, reason=(reason or "").strip()[:200], moved=moved, by=by, at=at)
        _close_pairs(todo, by, at)
        log.record(
            by=by, action="customer.merged", at=at, subject=todo.kept, reason=reason,
            changes={"merged": [f"{todo.merged.code} {todo.merged.name}", f"{todo.kept.code} {todo.kept.name}"]},
        )  # fmt: skip
        _tell(todo, at)
        return record


def _before(todo):
    """Both as they were, for the undo: the ownership row (None in the pool) and the pool columns."""
    return {"kept_before": _state(todo.kept, todo.kept_row), "merged_before": _state(todo.merged, todo.merged_row)}


def _state(customer, row):
    if row:
        return snapshot(row, customer)
    return {"ownership": None, "customer": {name: _plain(getattr(customer, name)) for name in POOLED}}


def _move(todo):
    """Hang everything of the later customer on the earliest; returns the keys of what moved."""
    moved = {}
    for name, model in MOVED.items():
        ids = list(model.objects.filter(customer=todo.merged).order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).update(customer=todo.kept)
        moved[name] = ids
    comments = Comment.objects.filter(subject_type="customer", subject_id=todo.merged.pk)
    moved["comments"] = list(comments.order_by("pk").values_list("pk", flat=True))
    Comment.objects.filter(pk__in=moved["comments"]).update(subject_id=todo.kept.pk)
    moved["branches"] = list(todo.merged.branches.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=moved["branches"]).update(parent=todo.kept)
    # Chains stay one step long: what was merged into the later one belongs to the earliest now.
    moved["chain"] = list(todo.merged.merged.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=moved["chain"]).update(merged_into=todo.kept)
    here = set(todo.kept.regions.values_list("pk", flat=True))
    moved["regions"] = sorted(set(todo.merged.regions.values_list("pk", flat=True)) - here)
    todo.kept.regions.add(*moved["regions"])
    moved["collaborators"] = _move_collaborators(todo)
    return moved


def _move_collaborators(todo):
    """Registrations move, ended ones too; nobody is registered twice or on her own customer."""
    there = set(Collaborator.objects.filter(customer=todo.kept, until=None).values_list("user_id", flat=True))
    there |= {todo.owner.pk} if todo.owner else set()
    rows = Collaborator.objects.filter(customer=todo.merged).order_by("pk").values_list("pk", "user_id", "until")
    ids = [pk for pk, user, until in rows if until is not None or user not in there]
    Collaborator.objects.filter(pk__in=ids).update(customer=todo.kept)
    return ids


def _fill(todo, at):
    """Fill the survivor's empty fields from the later file; returns {field: [old, new]} as the undo needs it."""
    kept, merged, changed = todo.kept, todo.merged, {}
    for name in FILLED:
        if getattr(kept, name) in ("", None) and getattr(merged, name) not in ("", None):
            changed[name] = [getattr(kept, name), getattr(merged, name)]
    for name in MARKS:
        if getattr(merged, name) and not getattr(kept, name):
            changed[name] = [False, True]
    if _STAGES.index(merged.stage) > _STAGES.index(kept.stage):
        changed |= {"stage": [kept.stage, merged.stage], "stage_since": [kept.stage_since, merged.stage_since]}
    if not kept.file_number and ("segment" in changed or "level" in changed):
        new = {name: changed.get(name, [None, getattr(kept, name)])[1] for name in ("segment", "level")}
        number = file_number(new["segment"], new["level"])
        changed |= {"file_number": ["", number]} if number else {}
    for name, (_old, new) in changed.items():
        setattr(kept, name, new)
    kept.changed_at = at
    kept.save(update_fields=[name.removesuffix("_id") for name in changed] + ["changed_at"])
    return {name: [_plain(old), _plain(new)] for name, (old, new) in changed.items()}


def _plain(value):
    return value if value is None or isinstance(value, (bool, int, str)) else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _pass_on(todo, moved, *, by, at, reason):
    """End the later one's ownership, put it behind the earliest, and give the result to whom it belongs."""
    if todo.merged_row:
        finish([Ending(todo.merged, todo.merged_row, Kind.MERGED, reason=reason or "", version_id=todo.merged_row.policy_version)], at=at, by=by)
    else:
        write([event(Kind.MERGED, todo.merged, at=at, by=by, department_id=todo.merged.department_id, reason=reason or "")])
    Customer.objects.filter(pk=todo.merged.pk).update(merged_into=todo.kept, pooled_at=None, pool_reason="")
    owner, row = todo.owner, todo.kept_row
    moved["owner"] = [row.owner_id if row else None, owner.pk if owner else None]
    if owner is None or (row and row.owner_id == owner.pk):
        return
    if row is None:
        begin(todo.kept, owner, at=at, by=by, kind=Kind.MERGED, reason=reason or "")
    else:
        finish([Ending(todo.kept, row, Kind.MERGED, to=owner, reason=reason or "", version_id=row.policy_version)], at=at, by=by)


def settle(customer, at):
    """Bring the last follow-up and the clock up to date after follow-ups moved."""
    last = FollowUp.objects.filter(still_standing(), customer=customer).aggregate(last=Max("occurred_at"))["last"]
    Customer.objects.filter(pk=customer.pk).update(last_followup_at=last)
    clocks.refresh([customer.pk], at=at, locked=True)


def _close_pairs(todo, by, at):
    pairs = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN)
    ids = sorted([todo.kept.pk, todo.merged.pk])
    pairs.filter(one_id__in=ids, other_id__in=ids).update(state=DuplicatePair.State.MERGED, decided_by=by, decided_at=at)


def _tell(todo, at):
    """Whoever lost or won an ownership by the merge is told."""
    concerned = {row.owner_id for row in (todo.kept_row, todo.merged_row) if row} | ({todo.owner.pk} if todo.owner else set())
    tell(
        concerned, "merged", at=at, url=reverse("customers:detail", args=[todo.kept.pk]), customer=todo.merged.name, into=todo.kept.name,
        person=str(todo.owner) if todo.owner else "",
    )  # fmt: skip

