"""Receptions: a VIP customer next week with tasks for others, one that was recorded, one that waits for its record."""

from datetime import timedelta
from decimal import Decimal

from activities.domain.receptions import levels, planning, recording
from activities.domain.receptions.checking import Gift, Given, Guest, Plan, Step
from activities.models import ReceptionRoom
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.calendar import working_days_after
from crm_project.lib.time import local_date
from customers.models import Contact

from .steps import at_hour, attempt, customers_of

AGREED = "参观了生产线和检测室，客户确认二季度先订五十台，四月初签合同，付款方式按原合同执行"


class Receptions:
    """Calls the verbs of hosts, at the moments at which they would."""

    def __init__(self, now, people):
        self.now, self.today, self.people = now, local_date(now), people
        self.rooms = list(ReceptionRoom.objects.all())

    def run(self):
        coming = working_days_after(self.today, 5, overrides())
        self._plan("rep", coming, vip=True, team=("manager", "service"), gifts=[Gift("龙井茶礼盒", Decimal(380))])
        done = self._plan("rep", self.today - timedelta(days=6), room=1, gifts=[Gift("纪念徽章", Decimal(60))])
        if done is not None:
            self._record(done)
        self._plan("sun.yue", self.today - timedelta(days=2), room=2)

    def _plan(self, who, day, *, vip=False, room=0, team=(), gifts=()):
        host = self.people[who]
        held = customers_of(host)
        rows = [row for row in held if row.vip == vip] or held
        level = levels.level_of(rows[0]) if rows else None
        if level is None:
            return None
        customer, begins = rows[0], at_hour(day, 10)
        at = min(begins - timedelta(days=4), self.now - timedelta(hours=4))
        guests = [Guest(one.name, one.title, one) for one in Contact.objects.filter(customer=customer)[:2]]
        helpers = [self.people[name] for name in team]
        plan = Plan(
            level=level,
            purpose="参观工厂并商谈年度采购",
            begins_at=begins,
            ends_at=begins + timedelta(hours=4),
            guests=[*guests, Guest("周工", "技术主管")],
            room=self.rooms[room],
            team=helpers,
            steps=[Step(text) for text in level.schedule_zh.splitlines()],
            gifts=gifts,
            cost=Decimal(600),
            tasks=[Given("准备样机和产品资料", host, begins - timedelta(hours=20))] if helpers else [],
            note="客户从高铁站过来，请提前安排车辆",
        )
        return attempt(planning.plan_reception, customer=customer, plan=plan, by=host, at=at)

    def _record(self, row):
        guests = list(row.guests.all())
        fields = {
            "kind": "visit_in",
            "counterpart": ", ".join(guest.name for guest in guests)[:120],
            "position": guests[0].position,
            "purpose": row.purpose,
            "content": AGREED,
            "result": "客户同意四月初签合同",
            "next_step": "发送合同草稿",
            "answered": True,
        }
        record = recording.Record(
            began_at=row.begins_at,
            ended_at=row.ends_at,
            came=[guest.pk for guest in guests],
            fields=fields,
            gifts=[Gift(one.what, one.value) for one in row.gifts.all()],
            cost=Decimal(520),
        )
        at = row.ends_at + timedelta(hours=2)
        attempt(recording.record_reception, reception_id=row.pk, record=record, by=row.host, at=at)
