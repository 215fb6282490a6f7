"""What moves from the later customer to the earliest, and which empty fields it fills (row Ni7)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from activities.models import Attachment, FollowUp, Reception, Task
from assignment.models import Split
from contracts.models import AfterSalesCustomer, BadDebt, Contract, Expense, Payment
from contracts.ratings.models import Care, IndicatorScore, KeyStatus, PaperFile, Papers, Rating, YearlyStatement
from crm_project import catalogue
from crm_project.lib.json_values import Json
from crm_project.notices.models import Comment
from customers.domain.numbers import file_number
from customers.models import (
    Collaborator,
    Contact,
    Customer,
    CustomerFeedback,
    FileReview,
    InformationReport,
    MajorChange,
    Matter,
    NoServiceCalls,
    PaperFolder,
    ReviewDate,
    ServiceCallReason,
)
from customers.models.choices import Stage
from customers.rules.file_fields import LISTS, RANKED, WRITTEN
from deals.models import Deal
from service.models import QuestionnaireInvitation, RemedialPlan, ReturnVisit, ServiceOrder

if TYPE_CHECKING:
    from customers.domain.duplicates.merge import Plan

# What hangs on a customer by a plain key and simply moves: name in the record -> rows.
MOVED: dict[str, Any] = {
    "contacts": Contact,
    "followups": FollowUp,
    "tasks": Task,
    "files": Attachment,
    "contracts": Contract,
    "care": Care,
    "paper_files": PaperFile,
    "deals": Deal,
    "payments": Payment,
    "bad_debts": BadDebt,
    "expenses": Expense,
    "service_orders": ServiceOrder,
    "remedial_plans": RemedialPlan,
    "return_visits": ReturnVisit,
    "service_call_reasons": ServiceCallReason,
    "questionnaires": QuestionnaireInvitation,
    "file_reviews": FileReview,
    "information_reports": InformationReport,
    "matters": Matter,
    "feedback": CustomerFeedback,
    "major_changes": MajorChange,
    "receptions": Reception,
    "paper_folders": PaperFolder,
    # Of apps that this one does not know.
    **{name: model for rows in catalogue.declared("merging", "MOVED") for name, model in rows.items()},
}
# What stands once on a customer (or as one whole), or once for each of these: it moves where the survivor has none; the rest stays with the merged
# file, from where the survivor's page reads it.
ONCE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "scores": (IndicatorScore, ("quarter", "indicator")),
    "ratings": (Rating, ("quarter",)),
    "statements": (YearlyStatement, ("year",)),
    "standing": (KeyStatus, ()),
    "papers": (Papers, ()),
    "splits": (Split, ()),
    "review_date": (ReviewDate, ()),
    "no_service_calls": (NoServiceCalls, ()),
    "after_sales": (AfterSalesCustomer, ()),
}
HANGING = MOVED | {name: model for name, (model, _each) in ONCE.items()}
# Fields that the survivor takes over where its own are empty, and marks that protect: one is enough.
FILLED = (*(f"{name}_id" for name in LISTS), *RANKED, *WRITTEN)
MARKS = ("vip", "restricted", "bad_debt")
_STAGES = list(Stage.values)


def move_records(todo: "Plan") -> dict[str, list[int]]:
    """Hang everything of the later customer on the earliest; returns the keys of what moved."""
    moved = {}
    for name, model in MOVED.items():
        ids = list(model.objects.filter(customer=todo.merged).order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).update(customer=todo.kept)
        moved[name] = ids
    moved |= _move_once(todo)
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


def _move_once(todo: "Plan") -> dict[str, list[int]]:
    """What the survivor has none of; the keys are those that the undo finds it by."""
    moved = {}
    for name, (model, each) in ONCE.items():
        here, there = (
            model.objects.filter(customer=todo.kept),
            model.objects.filter(customer=todo.merged).order_by("pk"),
        )
        if each:
            taken = set(here.order_by().values_list(*each))
            ids = [pk for pk, *what in there.values_list("pk", *each) if tuple(what) not in taken]
        else:
            ids = [] if here.exists() else list(there.values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).update(customer=todo.kept)
        # Where the customer itself is the key, the key has changed.
        moved[name] = [todo.kept.pk] if ids and model._meta.pk.is_relation else ids
    return moved


def _move_collaborators(todo: "Plan") -> list[int]:
    """Registrations move, ended ones too; nobody is registered twice or on their own customer."""
    there = set(Collaborator.objects.filter(customer=todo.kept, until=None).values_list("user_id", flat=True))
    there |= {todo.owner.pk} if todo.owner else set()
    rows = Collaborator.objects.filter(customer=todo.merged).order_by("pk").values_list("pk", "user_id", "until")
    ids = [pk for pk, user, until in rows if until is not None or user not in there]
    Collaborator.objects.filter(pk__in=ids).update(customer=todo.kept)
    return ids


def fill_empty(todo: "Plan", at: datetime) -> dict[str, list[Json]]:
    """Fill the survivor's empty fields from the later file; returns {field: [old, new]} as the undo needs it."""
    kept, merged, changed = todo.kept, todo.merged, {}
    for name in FILLED:
        if getattr(kept, name) in ("", None) and getattr(merged, name) not in ("", None):
            changed[name] = [getattr(kept, name), getattr(merged, name)]
    for name in MARKS:
        if getattr(merged, name) and not getattr(kept, name):
            changed[name] = [False, True]
    if _STAGES.index(merged.stage) > _STAGES.index(kept.stage):
        changed |= {
            "stage": [kept.stage, merged.stage],
            "stage_since": [kept.stage_since, merged.stage_since],
        }
    if not kept.file_number and ("segment" in changed or "level" in changed):
        new = {name: changed.get(name, [None, getattr(kept, name)])[1] for name in ("segment", "level")}
        number = file_number(new["segment"], new["level"])
        changed |= {"file_number": ["", number]} if number else {}
    for name, (_old, new) in changed.items():
        setattr(kept, name, new)
    kept.changed_at = at
    kept.save(update_fields=[*changed, "changed_at"])
    return {name: [plain(old), plain(new)] for name, (old, new) in changed.items()}


def plain(value: Any) -> Json:
    return (
        value
        if value is None or isinstance(value, (bool, int, str))
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )
