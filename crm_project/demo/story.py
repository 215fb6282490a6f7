"""What has happened lately: two weeks of sweeps, claims, requests, tasks, comments, a leaver."""

from datetime import datetime, timedelta
from random import Random
from typing import cast

from activities.domain.follow_ups import record_followup
from activities.models import FollowUp, Task
from assignment.domain import deadlines, ownership
from assignment.domain.collaborators import register_collaborator
from assignment.domain.disputes.conflict import ask_conflict, ask_validity
from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.handover import run as handover
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.policies.versions import save_draft, submit_draft
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, Policy
from assignment.rules.presets import PRESETS
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.models import Comment
from customers.domain.duplicates import review
from customers.domain.stages import ask_intent
from customers.models import Ownership, TidyRun

from . import texts
from .customers import at_hour


class Story:
    """Calls the very verbs that people call; whatever they refuse is left out."""

    def __init__(self, now, people, made):
        self.now, self.today, self.people, self.made = now, local_date(now), people, made
        self.dice = Random(20260302)

    def run(self):
        self._invalid()
        self._sweeps()
        self._claims()
        self._reviews()
        self._requests()
        self._tasks()
        self._talk()
        self._late()
        self._leaver()
        # Only what is new is compared name by name, as every night.
        TidyRun.objects.create(at=self.now - timedelta(days=1), pairs=0, doubts=0)
        review.search(at=self.now)

    def _try(self, verb, **arguments):
        try:
            return verb(**arguments)
        except Refused:
            return None

    def _held(self, username, **more):
        rows = (
            Ownership.objects.filter(owner=self.people[username], **more)
            .select_related("customer")
            .order_by("release_at", "pk")
        )
        return [row.customer for row in rows]

    def _invalid(self):
        """Some write nothing worth reading: three of those and the manager is asked."""
        entries = []
        for row in self.made["Enterprise"]:
            if row.owner and row.due and row.due > 3 and self.dice.random() < 0.06:
                for n in range(self.dice.randint(1, 3)):
                    when = self.now - timedelta(hours=30 * n + self.dice.randint(3, 25))
                    if when > row.since:
                        entries.append(
                            FollowUp(
                                customer=row,
                                author=row.owner,
                                kind="call_out",
                                occurred_at=when,
                                recorded_at=when,
                                content=self.dice.choice(texts.BAD),
                            )
                        )
        FollowUp.objects.bulk_create(entries)
        deadlines.refresh(sorted({entry.customer_id for entry in entries}), at=self.now)

    def _sweeps(self):
        """One real sweep a day for two weeks, as of that morning."""
        for back in range(14, 0, -1):
            at = at_hour(self.today - timedelta(days=back), 10)
            sweep.run(at=at, started_at=at)

    def _claims(self):
        """A third of what was released found somebody new."""
        released = list(
            OwnershipEvent.objects.filter(kind="released").order_by("at", "id").select_related("customer__department")
        )
        for n, entry in enumerate(released):
            reps = [
                p
                for p in self.people.values()
                if p.role.key == "rep" and p.department_id == entry.department_id and p.pk != entry.closes_owner_id
            ]
            if n % 3 == 0 and reps:
                at = min(entry.at + timedelta(hours=self.dice.randint(1, 30)), self.now - timedelta(minutes=5))
                self._try(ownership.claim, customer_id=entry.customer_id, by=reps[n % len(reps)], at=at, contacted=True)
        for username in ("zhang.wei", "lin.xia", "tom"):
            row = self._held(username)[-1]
            self._try(
                ownership.give_up,
                customer_id=row.pk,
                by=self.people[username],
                reason=self.dice.choice(texts.GIVE_UP),
                # After the last exchange: nobody records one with a customer that they have given up.
                at=max(row.last_followup_at or row.created_at, self.now - timedelta(hours=20)) + timedelta(minutes=5),
            )

    def _reviews(self):
        """Managers decided most of what the sweeps put before them; the newest still wait."""
        waiting = list(
            Request.objects.filter(kind="review", status="pending")
            .order_by("-asked_at", "-id")
            .select_related("decider")
        )
        for n, request in enumerate(waiting[6:]):
            at = min(request.asked_at + timedelta(hours=self.dice.randint(3, 40)), self.now - timedelta(hours=1))
            self._try(
                decide,
                request_id=request.pk,
                by=request.decider,
                approve=True,
                decision=["继续跟进，月底再看", "补充关键联系人", "继续跟进，本周内电话联系"][n % 3],
                at=at,
            )

    def _requests(self):
        p, ago = self.people, lambda hours: self.now - timedelta(hours=hours)
        # Asked about what the next sweeps leave alone, so that the requests still wait tomorrow.
        later = {"release_at__gt": at_hour(self.today + timedelta(days=1), 11)}
        for n, username in enumerate(("sun.yue", "zhu.min", "hu.bin", "rep", "guo.jun", "lin.xia")):
            rows = [r for r in self._held(username, **later) if r.stage != "official"]
            if rows:
                days = 7 if username == "hu.bin" else 4
                self._try(
                    ask_extension,
                    customer_id=rows[0].pk,
                    days=days,
                    reason=texts.REASONS[n % 4],
                    by=p[username],
                    at=ago(5 + 22 * n),
                )
        for username in ("ma.li", "xu.kai", "guo.jun"):
            rows = [r for r in self._held(username, **later) if r.stage == "potential"]
            if rows:
                self._try(
                    ask_intent,
                    customer_id=rows[0].pk,
                    reason="客户已要求正式报价，并约定下周来公司考察",
                    by=p[username],
                    at=ago(9),
                )
        decided = [r for r in self._held("gao.fei") if r.stage != "official"]
        if decided:
            asked = self._try(
                ask_extension, customer_id=decided[0].pk, days=3, reason=texts.REASONS[0], by=p["gao.fei"], at=ago(50)
            )
            if asked:
                self._try(
                    decide, request_id=asked.pk, by=asked.decider, approve=True, decision="同意，请抓紧", at=ago(40)
                )
        self._try(
            ask_validity,
            customer_id=self._held("zhao.lei", **later)[0].pk,
            reason="我认识他们的采购总监，两周没人联系过",
            by=p["zhang.wei"],
            at=ago(30),
        )
        row = self._held("liu.yang", **later)[2]
        self._try(
            ask_conflict,
            customer_id=row.pk,
            other_id=p["liu.yang"].pk,
            reason="我们在展会上同时接触了这家客户",
            by=p["huang.ting"],
            at=ago(75),
        )
        row = self._held("rep")[3]
        self._try(
            register_collaborator,
            customer_id=row.pk,
            user=p["huang.ting"],
            note="技术方案",
            by=p["manager"],
            at=ago(200),
        )
        body = {
            **PRESETS["tracking"],
            "rules": [{**PRESETS["tracking"]["rules"][0], "days": 12}, *PRESETS["tracking"]["rules"][1:]],
        }
        version = save_draft(
            policy=Policy.objects.get(key="tracking"), body=body, note="缩短跟进周期", by=p["manager"], at=ago(26)
        )
        forecast_jobs.run_forecast(
            forecast_jobs.start_forecast(policy=version.policy, body=version.body, by=p["manager"], at=ago(26)).pk
        )
        submit_draft(
            version_id=version.pk,
            holds_from=self.today + timedelta(days=7),
            reason="近两个月客户流失在第 12 到 15 天之间",
            by=p["manager"],
            at=ago(25),
        )

    def _tasks(self):
        tasks = []
        entries = FollowUp.objects.filter(
            next_contact_at__isnull=False, customer__ownership__isnull=False
        ).select_related("customer")
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
            due = at_hour(self.today + timedelta(days=n % 3), 14 + n % 3)
            rows = self._held(username)
            tasks.append(
                Task(
                    customer=rows[n] if len(rows) > n else None,
                    kind="meeting",
                    title=["季度会议", "产品演示", "部门例会", "现场拜访", "签约仪式", "参观仓库"][n],
                    due_at=due,
                    ends_at=due + timedelta(hours=1),
                    assignee=self.people[username],
                    created_by=self.people[username],
                    created_at=self.now,
                )
            )
        Task.objects.bulk_create(tasks, batch_size=500)

    def _talk(self):
        p = self.people
        row = self._held("rep")[1]
        first = Comment.objects.create(
            subject_type="customer",
            subject_id=row.pk,
            author=p["manager"],
            at=self.now - timedelta(hours=28),
            text="@rep 这家客户下周一定要拜访一次",
        )
        first.mentions.add(p["rep"])
        Comment.objects.create(
            subject_type="customer",
            subject_id=row.pk,
            author=p["rep"],
            at=self.now - timedelta(hours=26),
            text="好的，已约周三上午",
        )
        for row in self._held("rep")[5:8]:
            self._try(
                record_followup,
                customer_id=row.pk,
                by=p["rep"],
                at=self.now - timedelta(hours=2),
                fields={
                    "kind": "call_out",
                    "content": "与采购负责人电话沟通了报价和交货时间",
                    "counterpart": "采购负责人",
                    "next_step": "发送合同草稿",
                },
            )

    def _late(self):
        """Some wrote down days later what they had done: it counts once the manager has confirmed it."""
        for n, username in enumerate(("rep", "zhang.wei", "liu.yang", "huang.ting")):
            for row in self._held(username, since__lt=self.now - timedelta(days=5))[9 : 10 + n % 2]:
                when = at_hour(self.today - timedelta(days=4), 10 + n, 20)
                self._try(
                    record_followup,
                    customer_id=row.pk,
                    by=self.people[username],
                    at=self.now - timedelta(hours=3 + n),
                    fields={
                        "kind": "visit_out" if n % 2 else "call_out",
                        "content": texts.GOOD[n].format(who="采购经理", month=3),
                        "counterpart": "采购经理",
                        "occurred_at": when,
                        "late_reason": "出差途中没有网络",
                    },
                )

    def _leaver(self):
        """Omar has left: their customers are with colleagues, some introductions are still to be made."""
        leaver, by = self.people["omar"], self.people["solar.manager"]
        at = self.now - timedelta(days=2)
        successors = [self.people[name] for name in ("anna", "tom", "sofia")]
        begun = handover.start_handover(leaver=leaver, successors=successors, reason="Omar 离职", by=by, at=at)
        handover.continue_handover(handover_id=begun.pk, by=by, at=at)
        for item in begun.items.all()[:12]:
            handover.complete_introduction(
                item_id=item.pk, by=by, at=self.now - timedelta(hours=20), introduced=True, informed=True
            )
        type(leaver).objects.filter(pk=leaver.pk).update(is_active=False, closed_at=at)
