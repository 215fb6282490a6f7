"""A large company for the benchmark, filled by SQL: the same every time."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from assignment.domain import deadlines
from assignment.domain.policies.versions import preset, put_under
from crm_project.accounts.domain import default_roles
from crm_project.accounts.models import Department, Role, User
from crm_project.demo.sample_names import Samples
from customers.domain import default_lists
from customers.domain.duplicates import matching
from customers.models import Contact, Customer, ListItem, Ownership
from customers.rules import names

DEPARTMENTS, REPS = 10, 50
SAMPLES = Samples(seed=11)
TEXTS = [
    "与{}电话沟通了明年的采购计划和价格",
    "拜访{}并演示了新产品,对方比较满意",
    "{}确认预算已经批准,要求补充参数",
    "Discussed delivery and payment terms with {}",
]


def people(now):
    """Ten departments (the first on the direct preset, the others on tracking) of five reps and a manager each."""
    default_roles.ensure(Role)
    default_lists.ensure(ListItem)
    company = Department.objects.create(name="Bench")
    reps, managers, departments = [], [], []
    rep, manager = Role.objects.get(key="rep"), Role.objects.get(key="manager")
    sample = User()
    sample.set_password("benchmark-password")
    for n in range(DEPARTMENTS):
        department = Department.objects.create(name=f"Department {n}", parent=company)
        put_under(department=department, policy=preset("direct" if n == 0 else "tracking", at=now), by=None, at=now)
        departments.append(department)
        fields = {"department": department, "password": sample.password, "trained_at": now}
        managers.append(User.objects.create(username=f"manager{n}", full_name=f"Manager {n}", role=manager, **fields))
        for m in range(REPS // DEPARTMENTS):
            reps.append(User.objects.create(username=f"rep{n}-{m}", full_name=f"Rep {n}-{m}", role=rep, **fields))
    admin = User.objects.create(
        username="admin",
        full_name="Admin",
        role=Role.objects.get(key="admin"),
        password=sample.password,
        trained_at=now,
        department=company,
    )
    return departments, reps, managers, admin


def fill(customers, followups, tell=print):
    """`customers` customers, four fifths of them owned, with `followups` follow-ups on the owned ones."""
    now, dice = timezone.now(), random.Random(5)
    departments, reps, managers, admin = people(now)
    types, trades = (list(ListItem.objects.filter(kind=k).values_list("pk", flat=True)) for k in ("type", "trade"))
    batch, made = [], 0
    for number, name in enumerate(SAMPLES.names(customers)):
        owner = reps[number % REPS] if number % 5 else None
        entered = now - timedelta(days=dice.randint(60, 700))
        batch.append(
            Customer(
                code=f"B-{number:07d}",
                name=name,
                name_key=names.key(name),
                department=owner.department if owner else departments[number // 5 % DEPARTMENTS],
                stage_since=entered,
                created_at=entered,
                changed_at=entered,
                type_id=dice.choice(types),
                trade_id=dice.choice(trades),
                address="杭州市西湖区文三路",
                phone=f"0571-{80000000 + number}",
                pooled_at=None if owner else entered,
                pool_reason="" if owner else "imported",
            )
        )
        if len(batch) == 5000 or number == customers - 1:
            _store(batch, made, reps, now, dice)
            made += len(batch)
            batch = []
            if made % 50000 == 0:
                tell(f"  {made:,} customers")
    _followups(followups)
    tell(f"  {followups:,} follow-ups")
    ids = list(Ownership.objects.order_by("pk").values_list("pk", flat=True))
    deadlines.refresh(ids, at=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return departments, reps, managers, admin


@transaction.atomic
def _store(batch, start, reps, now, dice):
    Customer.objects.bulk_create(batch, batch_size=2000)
    # Somebody to talk to everywhere: else a month after the claim most of the company would wait for a manager's review.
    Contact.objects.bulk_create(
        [
            Contact(customer_id=c.pk, name="王经理", key=True, mobile="13900000000", created_at=c.created_at)
            for c in batch
        ],
        batch_size=2000,
    )
    matching.index((c.pk, c.name) for c in batch)
    never = now + timedelta(days=3650)
    Ownership.objects.bulk_create(
        [
            Ownership(
                customer_id=c.pk,
                owner=reps[(start + i) % REPS],
                department_id=c.department_id,
                release_at=never,
                remind_at=never,
                review_at=never,
                # The direct department falls due day by day; nothing is due before the sweep is measured.
                since=now
                - timedelta(
                    days=dice.randint(1, 12)
                    if reps[(start + i) % REPS].department_id == reps[0].department_id
                    else dice.randint(14, 60)
                ),
            )
            for i, c in enumerate(batch)
            if c.pooled_at is None
        ],
        batch_size=2000,
    )


def _followups(count):
    """Follow-ups of the owners, the newest within the last twelve days, by one statement; no text twice, which would be invalid."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_followup (customer_id, author_id, kind, occurred_at, recorded_at, counterpart, answered, purpose, content, result,
                next_step, late, check_state, check_reason, void_reason, late_reason, position)
            SELECT o.customer_id, o.owner_id, 'call_out', m.moment, m.moment, '王经理', true, '',
                (ARRAY['与王经理电话沟通了明年的采购计划和价格', '拜访王经理并演示了新产品,对方比较满意', '王经理确认预算已经批准,要求补充参数',
                       'Discussed delivery and payment terms with the buyer'])[1 + (o.customer_id + n) %% 4] || ' ' || n,
                '', '', false, '', '', '', '', ''
            FROM customers_ownership o
            CROSS JOIN generate_series(0, (SELECT ceil(%s::numeric / greatest(count(*), 1)) FROM customers_ownership)::int - 1) n
            CROSS JOIN LATERAL (SELECT greatest(o.since, now() - interval '1 hour' - (((o.customer_id * 7 + n * 37) %% 280) || ' hours')::interval) AS moment) m
            """,
            [count],
        )
        cursor.execute(
            "UPDATE customers_customer c SET last_followup_at = l.last FROM (SELECT customer_id, max(occurred_at) AS last FROM activities_followup GROUP BY 1) l "
            "WHERE l.customer_id = c.id"
        )
