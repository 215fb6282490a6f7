"""One cast for all tests: four departments on the four presets and the people in them."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from activities.domain.receptions import default_levels
from activities.models import FollowUp, ReceptionLevel, ReceptionRoom
from assignment.domain import deadlines
from assignment.domain.ledger import Kind, event, write_events
from assignment.domain.policies.versions import preset, put_under
from assignment.rules.policy import NEVER
from contracts.domain.numbers import default_series
from contracts.models import NumberSeries
from crm_project.accounts.domain import default_roles
from crm_project.accounts.models import Department, Role, User
from crm_project.accounts.models.default_roles import DEFAULT_ROLES
from crm_project.violations.domain import kinds as violation_kinds
from crm_project.violations.models import ViolationKind
from customers.domain import default_lists
from customers.domain.changes import default_kinds
from customers.domain.feedback import default_kinds as feedback_kinds
from customers.domain.records import key_of
from customers.models import Customer, FeedbackKind, ListItem, MajorChangeKind, Ownership
from customers.rules import names
from deals.domain import default_pipelines
from deals.models import DiscountLimit, Pipeline
from deals.models import Stage as DealStage
from service.domain import default_lists as service_lists
from service.models import OrderCategory, OrderCause, OrderKind, VisitAspect
from tests.snapshot import again

CHINA = ZoneInfo("Asia/Shanghai")


def moment(text):
    """A company-time moment: moment("2026-03-02 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


NOW = moment("2026-03-02 09:00")  # a Monday
JOINED = moment("2025-01-06 09:00")
# What tells an empty company whose lists were entered by migrations from one whose tables a test has emptied.
BEGINNING = [Role, ListItem, Pipeline, DealStage, NumberSeries, OrderKind, OrderCause, VisitAspect]
# Every role; the cast has somebody of the same name in each.
ROLES = [key for key, *_rest in DEFAULT_ROLES]


@dataclass
class Cast:
    """People by name: `cast.rep`, `cast.mate` (same team), `cast.stranger` (another department), `cast.manager`, …"""

    people: dict = field(default_factory=dict)
    departments: dict = field(default_factory=dict)

    def __getattr__(self, name):
        if name.startswith("__") or name == "people":
            raise AttributeError(name)  # asked before there are any, by copy
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def person(username, role, department=None, **fields):
    return User.objects.create(
        username=username,
        full_name=fields.pop("full_name", username.replace("_", " ").title()),
        role=Role.objects.get(key=role),
        department=department,
        trained_at=NOW,
        password="!",
        **{"date_joined": JOINED, **fields},
    )


def as_admin(somebody):
    """The person as an admin who may all that they may, too: what they change of settings applies at once."""
    admin = Role.objects.get(key="admin")
    admin.grants = {**admin.grants, **somebody.role.grants}
    admin.level = somebody.role.level
    admin.save()
    somebody.role = admin
    somebody.save(update_fields=["role"])
    return somebody


def assemble(policy="tracking"):
    """Sales (with team East below it) under `policy`, and Direct, Solar, Stages beside it under theirs."""
    if policy != "tracking":
        return _build(policy)
    return again(lambda: _build(policy), named="cast", empty=Department, counted=BEGINNING)


def _build(policy):
    default_roles.ensure(Role)
    default_lists.ensure(ListItem)
    default_kinds.ensure(MajorChangeKind)
    default_levels.ensure(ReceptionLevel, ReceptionRoom)
    feedback_kinds.ensure(FeedbackKind)
    violation_kinds.ensure(ViolationKind)
    default_pipelines.ensure(Pipeline, DealStage)
    default_series.ensure(NumberSeries)
    service_lists.ensure(OrderKind, OrderCategory, OrderCause)
    service_lists.ensure_aspects(VisitAspect)
    default_pipelines.ensure_limits(DiscountLimit, Role)
    cast = Cast()
    company = Department.objects.create(name="Company")
    for name, key in [("Sales", policy), ("Direct", "direct"), ("Solar", "solar"), ("Stages", "stages")]:
        department = Department.objects.create(name=name, parent=company)
        put_under(department=department, policy=preset(key, at=NOW), by=None, at=NOW)
        cast.departments[name.lower()] = department
    cast.departments["company"] = company
    cast.departments["east"] = Department.objects.create(name="East", parent=cast.departments["sales"])
    d = cast.departments
    for username, role, department in [
        ("general_manager", "general_manager", company),
        ("director", "director", company),
        ("manager", "manager", d["sales"]),
        ("rep", "rep", d["sales"]),
        ("mate", "rep", d["sales"]),
        ("east_rep", "rep", d["east"]),
        ("stranger", "rep", d["direct"]),
        ("direct_manager", "manager", d["direct"]),
        ("solar_rep", "rep", d["solar"]),
        ("solar_mate", "rep", d["solar"]),
        ("solar_manager", "manager", d["solar"]),
        ("stages_rep", "rep", d["stages"]),
        ("stages_manager", "manager", d["stages"]),
        ("clerk", "clerk", company),
        ("file_keeper", "file_keeper", company),
        ("service", "service", company),
        ("service_manager", "service_manager", company),
        ("finance", "finance", company),
        ("hr", "hr", company),
        ("auditor", "auditor", company),
        ("admin", "admin", company),
    ]:
        cast.people[username] = person(username, role, department)
    return cast


_counter = iter(range(1, 10**9))


def customer(owner=None, *, department=None, since=NOW, name=None, stage="potential", stage_since=None, **fields):
    """A customer, owned since `since` or in the pool; its clock is set."""
    n = next(_counter)
    name = name or f"杭州试验{n}号科技有限公司"
    department = department or (owner.department if owner else None)
    row = Customer.objects.create(
        code=fields.pop("code", f"T-{n:06d}"),
        name=name,
        name_key=key_of(names.normalise(name), "company"),
        department=department,
        stage=stage,
        stage_since=stage_since or since,
        created_at=since,
        changed_at=since,
        pooled_at=None if owner else since,
        pool_reason="" if owner else "new",
        **fields,
    )
    if owner:
        Ownership.objects.create(
            customer=row,
            owner=owner,
            department=owner.department,
            since=since,
            release_at=NEVER,
            remind_at=NEVER,
            review_at=NEVER,
        )
        deadlines.refresh([row.pk], at=since)
        write_events(
            [event(Kind.ENTERED, row, at=since, by=owner, owner_id=owner.pk, department_id=owner.department_id)]
        )
    return row


VALID = "与王经理电话沟通了下季度的采购计划和价格"


def followup(row, author, when, content=VALID, **fields):
    """A follow-up as it stands in the table, without the verb's checks; the clock is set afterwards."""
    fields = {"kind": "call_out", "counterpart": "王经理", "recorded_at": when, **fields}
    made = FollowUp.objects.create(customer=row, author=author, occurred_at=when, content=content, **fields)
    deadlines.refresh([row.pk], at=when)
    return made


def owner_of(row):
    return Ownership.objects.filter(pk=row.pk).values_list("owner__username", flat=True).first()


__all__ = ["CHINA", "NOW", "VALID", "Cast", "assemble", "customer", "followup", "moment", "owner_of", "person"]
