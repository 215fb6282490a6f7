"""Who owns the customers of the demo company, what becomes of them, and what the official ones signed."""

from datetime import timedelta

from assignment.domain.ledger import Kind, event, write_events
from assignment.rules.policy import NEVER
from contracts.models import Contract
from customers.models import Customer, Ownership

from . import money
from .steps import at_hour

# (department, share of the 2,000, days until the first loss as the preset counts them)
SHARES = {"Enterprise": (620, 15), "Solar": (640, 90), "Talent": (420, 30), "Direct": (320, 15)}
# Per rep, so that nobody of Direct holds more than the 15 slots allow.
DIRECT_HELD = 13


class Owners:
    """Gives each customer its fate: takes dates, people and dice from the `Maker` that made them."""

    def __init__(self, maker):
        self.now, self.today, self.people, self.departments = maker.now, maker.today, maker.people, maker.departments
        self.dice = maker.dice

    def team(self, key):
        return [p for p in self.people.values() if p.department_id == self.departments[key].pk and p.role.key == "rep"]

    def run(self, made):
        """Fates: `due` is in how many days the policy takes the customer (negative: a past sweep does), None: never owned."""
        owned = []
        for key, rows in made.items():
            team = self.team(key)
            for i, row in enumerate(rows):
                row.dep, row.due = key, None
                if key == "Direct":
                    held = i < DIRECT_HELD * len(team)
                    row.due = (i // len(team)) if held else (-self.dice.randint(1, 14) if i < 200 else None)
                elif i % 20 < 15:
                    row.due = self._due(key)
                elif i % 20 < 17:
                    row.due = -self.dice.randint(1, 14)
                row.owner = team[i % len(team)] if row.due is not None else None
                row.official = row.owner is not None and row.due >= 0 and key != "Direct" and self.dice.random() < 0.18
                if row.owner:
                    owned.append(row)
                    self._period(row)
                else:
                    row.since = None
        Ownership.objects.bulk_create(
            [
                Ownership(
                    customer=r,
                    owner=r.owner,
                    department_id=r.owner.department_id,
                    since=r.since,
                    release_at=NEVER,
                    remind_at=NEVER,
                    review_at=NEVER,
                    # Most of Solar's reviews were held and granted; a few are still to come.
                    review_after=self.now + timedelta(days=self.dice.randint(5, 80))
                    if r.dep == "Solar" and self.dice.random() < 0.98
                    else None,
                )
                for r in owned
            ],
            batch_size=500,
        )
        Customer.objects.bulk_update(
            [r for r in owned if r.stage != "potential" or r.restage], ["stage", "stage_since"], batch_size=500
        )
        for group in made.values():
            idle = [r.pk for r in group if not r.owner]
            Customer.objects.filter(pk__in=idle).update(pooled_at=self.now - timedelta(days=20), pool_reason="imported")
        write_events(
            [
                event(Kind.ENTERED, r, at=r.since, by=r.owner, owner_id=r.owner.pk, department_id=r.owner.department_id)
                for r in owned
            ],
            names={r.pk: r.name for r in owned},
        )

    def _due(self, key):
        longest = SHARES[key][1]
        # A good team keeps most clocks fresh; a handful stands at today and tomorrow.
        return (
            self.dice.choice([0, 1, 2, 3]) if self.dice.random() < 0.06 else self.dice.randint(min(4, longest), longest)
        )

    def _period(self, row):
        """Dates of ownership and stage so that the preset's own rule falls due in `row.due` days."""
        days, dice, today = SHARES[row.dep][1], self.dice, self.today
        hour = 8 + dice.randint(0, 9)
        back = max(days - row.due, 0)
        row.restage = False
        if row.dep == "Direct":
            row.since = at_hour(today - timedelta(days=back), hour)
        elif row.dep == "Talent":
            intent = dice.random() < 0.3 and row.due <= 15
            row.stage = "intent" if intent else "potential"
            row.stage_since = at_hour(today - timedelta(days=max((15 if intent else days) - row.due, 0)), hour)
            row.since = row.stage_since - timedelta(days=dice.randint(1, 20)) if intent else row.stage_since
            row.restage = True
        else:
            row.since = at_hour(today - timedelta(days=back + dice.randint(5, 80 if row.dep == "Solar" else 150)), hour)
        # Whatever the hour of founding, nothing begins after it.
        begun = self.now - timedelta(hours=2)
        row.since, row.stage_since = min(max(row.since, row.created_at), begun), min(row.stage_since, begun)
        row.last_contact = at_hour(today - timedelta(days=back), hour, dice.randint(0, 59))

    def sign(self, rows):
        contracts, officials = [], []
        for n, row in enumerate([r for r in rows if r.owner and r.official]):
            signed = at_hour(self.today - timedelta(days=self.dice.randint(3, 170)), 15)
            signed = max(signed, row.since + timedelta(hours=1))
            if signed > self.now:
                continue
            contracts.append(
                Contract(
                    customer=row,
                    number=f"HT-{signed:%Y}-{n + 1:04d}",
                    signed_at=signed,
                    amount=self.dice.randint(20, 900) * 1000,
                    owner=row.owner,
                    type=self.dice.choice(["销售合同", "框架协议", "服务合同"]),
                    payment_method=self.dice.choice(["银行转账", "承兑汇票"]),
                    status="confirmed" if n % 12 else "draft",
                    recorded_by=row.owner,
                    recorded_at=signed,
                    decided_at=signed,
                    stage_before=row.stage,
                    promises="none",
                    stage_since_before=row.stage_since,
                )
            )
            if n % 12:
                row.stage, row.stage_since = "official", signed
                officials.append(row)
        money.number(contracts)
        Contract.objects.bulk_create(contracts, batch_size=500)
        Customer.objects.bulk_update(officials, ["stage", "stage_since"], batch_size=500)
