"""Tasks, comments and follow-ups that people of the demo company wrote lately."""

from datetime import datetime, timedelta
from typing import cast

from activities.domain.follow_ups import record_followup
from activities.models import FollowUp, Task
from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from crm_project.notices.models import Comment

from . import texts
from .steps import at_hour, attempt, customers_of


def write_entries(now: datetime, people: dict[str, User]) -> None:
    """Tasks, comments, follow-ups of today and late ones."""
    _write_tasks(now, people)
    _talk(now, people)
    _enter_late(now, people)


def _write_tasks(now: datetime, people: dict[str, User]) -> None:
    """What follow-ups left to be done, and meetings of the next days."""
    today = local_date(now)
    tasks = []
    entries = FollowUp.objects.filter(next_contact_at__isnull=False, customer__ownership__isnull=False).select_related(
        "customer"
    )
    for entry in entries:
        tasks.append(
            Task(
                customer=entry.customer,
                kind="call",
                title=(entry.next_step or "下次联系")[:160],
                due_at=cast(datetime, entry.next_contact_at),
                assignee_id=entry.author_id,
                created_by_id=entry.author_id,
                created_at=entry.recorded_at,
                followup=entry,
                reminded_at=entry.recorded_at,
            )
        )
    for n, username in enumerate(("rep", "rep", "manager", "anna", "sun.yue", "tom")):
        due = at_hour(today + timedelta(days=n % 3), 14 + n % 3)
        rows = customers_of(people[username])
        tasks.append(
            Task(
                customer=rows[n] if len(rows) > n else None,
                kind="meeting",
                title=["季度会议", "产品演示", "部门例会", "现场拜访", "签约仪式", "参观仓库"][n],
                due_at=due,
                ends_at=due + timedelta(hours=1),
                assignee=people[username],
                created_by=people[username],
                created_at=now,
            )
        )
    Task.objects.bulk_create(tasks, batch_size=500)


def _talk(now: datetime, people: dict[str, User]) -> None:
    """Comments on a customer, and calls of today."""
    p = people
    row = customers_of(people["rep"])[1]
    first = Comment.objects.create(
        subject_type="customer",
        subject_id=row.pk,
        author=p["manager"],
        at=now - timedelta(hours=28),
        text="@rep 这家客户下周一定要拜访一次",
    )
    first.mentions.add(p["rep"])
    Comment.objects.create(
        subject_type="customer",
        subject_id=row.pk,
        author=p["rep"],
        at=now - timedelta(hours=26),
        text="好的，已约周三上午",
    )
    for row in customers_of(people["rep"])[5:8]:
        attempt(
            record_followup,
            customer_id=row.pk,
            by=p["rep"],
            at=now - timedelta(hours=2),
            fields={
                "kind": "call_out",
                "content": "与采购负责人电话沟通了报价和交货时间",
                "counterpart": "采购负责人",
                "next_step": "发送合同草稿",
            },
        )


def _enter_late(now: datetime, people: dict[str, User]) -> None:
    """Some wrote down days later what they had done: it counts once the manager has confirmed it."""
    today = local_date(now)
    for n, username in enumerate(("rep", "zhang.wei", "liu.yang", "huang.ting")):
        for row in customers_of(people[username], since__lt=now - timedelta(days=5))[9 : 10 + n % 2]:
            when = at_hour(today - timedelta(days=4), 10 + n, 20)
            attempt(
                record_followup,
                customer_id=row.pk,
                by=people[username],
                at=now - timedelta(hours=3 + n),
                fields={
                    "kind": "visit_out" if n % 2 else "call_out",
                    "content": texts.GOOD[n].format(who="采购经理", month=3),
                    "counterpart": "采购经理",
                    "occurred_at": when,
                    "late_reason": "出差途中没有网络",
                },
            )
