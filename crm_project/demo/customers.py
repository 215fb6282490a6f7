"""Two thousand customers with a year of follow-ups: each is given a fate, and the real sweep carries it out."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from activities.models import FollowUp
from assignment.domain import deadlines
from assignment.domain.ledger import Kind, event, write_events
from assignment.rules.policy import NEVER
from contracts.models import Contract
from crm_project.lib.time import local_date, zone
from customers.domain.duplicates import matching
from customers.domain.numbers import codes, file_number
from customers.models import Contact, Customer, ListItem, Ownership
from customers.rules import names

from . import money, texts
from .sample_names import Samples

# (department, share of the 2,000, days until the first loss as the preset counts them)
SHARES = {"Enterprise": (620, 15), "Solar": (640, 90), "Talent": (420, 30), "Direct": (320, 15)}
# Per rep, so that nobody of Direct holds more than the 15 slots allow.
DIRECT_HELD = 13


def at_hour(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), zone())


class Maker:
    """Makes the customers; all dice come from one seed, all dates are relative to `now`."""

    def __init__(self, now, people, departments):
        self.now, self.today, self.people, self.departments = now, local_date(now), people, departments
        self.dice = Random(20260301)
        self.samples = Samples(seed=7, english=0.12)
        self.lists = {}
        for item in ListItem.objects.all():
            self.lists.setdefault(item.kind, []).append(item)
        self.region_by_name = {i.name_zh: i for i in self.lists["region"]}

    def team(self, key):
        return [p for p in self.people.values() if p.department_id == self.departments[key].pk and p.role.key == "rep"]

    def run(self):
        """Everything in bulk; returns {department key: [customer]} with `fate` set on each."""
        made, number = {}, 0
        for key, (count, _days) in SHARES.items():
            made[key] = [self._customer(number + i, key) for i in range(count)]
            number += count
        self._twins(made["Enterprise"], made["Solar"])
        rows = [row for group in made.values() for row in group]
        for row, code in zip(rows, codes(len(rows)), strict=True):
            row.code = code
        Customer.objects.bulk_create(rows, batch_size=500)
        matching.index((row.pk, row.name) for row in rows)
        through = Customer.regions.through
        through.objects.bulk_create(
            [through(customer_id=r.pk, listitem_id=i) for r in rows for i in r.region_ids], batch_size=1000
        )
        contacts = Contact.objects.bulk_create([c for row in rows for c in self._contacts(row)], batch_size=1000)
        first = {}
        for contact in contacts:
            first.setdefault(contact.customer_id, contact)
        self._own(made)
        self._contracts(rows)
        self._followups([r for r in rows if r.owner], first)
        deadlines.refresh([r.pk for r in rows if r.owner], at=self.now)
        return made

    def _twins(self, *groups):
        """What the work list is for: some are in twice under a slightly other name, some under no full one."""
        short = list(texts.SHORT_NAMES)
        known = {row.name_key for group in groups for row in group}
        for group in groups:
            twice = [row for row in group if row.name.endswith("有限公司") and not row.name.endswith("股份有限公司")]
            for n, row in enumerate(group[7 : 7 + 4 * 30 : 30]):
                name = short.pop() if n == 0 else twice[-n - 1].name.removesuffix("有限公司") + "股份有限公司"
                if names.key(name) not in known:
                    known.add(names.key(name))
                    row.name, row.name_key, row.changed_at = name, names.key(name), self.now

    # --- one customer ------------------------------------------------------------------------------------------------
    def _customer(self, number, key):
        dice, sample = self.dice, self.samples.company(number)
        department = self.departments[key]
        level = dice.choice(["core", "growth", "ordinary", "ordinary", "", ""])
        segment = dice.choice(["direct", "distributor"]) if level else ""
        entered = at_hour(
            self.today - timedelta(days=dice.randint(200, 380)), 9 + dice.randint(0, 7), dice.randint(0, 59)
        )
        # Beside its columns it carries what is written once it has its key: sample, owner, region_ids.
        row: Any = Customer(
            name=sample.name,
            name_key=names.key(sample.name),
            department=department,
            stage="potential",
            stage_since=entered,
            created_at=entered,
            changed_at=entered,
            address=sample.address,
            phone=sample.phone,
            email=sample.email if dice.random() < 0.7 else "",
            introduction=dice.choice(texts.SUMMARY),
            profile=dice.choice(texts.SUMMARY)[:50] if dice.random() < 0.5 else "",
            type=dice.choice(self.lists["type"][:6]),
            site=dice.choice(self.lists["site"]),
            trade=dice.choice(self.lists["trade"]),
            category=dice.choice(self.lists["category"]),
            source=dice.choice(self.lists["source"]),
            segment=segment,
            level=level,
            value_rating=dice.choice(["premier", "good", "good", "normal", "normal", "none", ""]),
            vip=number % 97 == 0,
            restricted=number % 401 == 400,
            legal_representative=self.samples.person(number + 5000) if dice.random() < 0.6 else "",
            postal_code=f"{dice.randint(100000, 699999)}" if dice.random() < 0.5 else "",
            registered_capital=dice.choice([None, 1_000_000, 5_000_000, 10_000_000, 50_000_000]),
        )
        row.file_number = file_number(segment, level) if number % 40 == 0 else ""
        row.sample, row.owner = sample, None
        region = self.region_by_name.get(sample.address[:2]) or dice.choice(self.lists["region"])
        row.region_ids = {region.pk, *({dice.choice(self.lists["region"]).pk} if dice.random() < 0.2 else set())}
        return row

    def _contacts(self, row):
        sample = row.sample
        title = (
            self.dice.choice(["采购经理", "总经理", "副总经理", "技术主管"])
            if not sample.english
            else self.dice.choice(["Purchasing", "Owner", "CEO"])
        )
        yield Contact(
            customer=row,
            name=sample.contact,
            title=title,
            mobile=sample.mobile,
            key=self.dice.random() < 0.97,
            created_at=row.created_at,
            department="采购部" if not sample.english else "Purchasing",
        )
        if self.dice.random() < 0.3:
            n = self.dice.randint(10000, 99999)
            yield Contact(
                customer=row,
                name=self.samples.person(n, sample.english),
                title="财务" if not sample.english else "Finance",
                mobile=self.samples.mobile(n),
                created_at=row.created_at,
            )

    # --- who owns it, and what becomes of it --------------------------------------------------------------------------
    def _own(self, made):
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

    def _contracts(self, rows):
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

    # --- a year of follow-ups -------------------------------------------------------------------------------------------
    def _followups(self, owned, contacts):
        entries, last = [], {}
        for row in owned:
            contact = contacts.get(row.pk)
            moments = self._moments(row)
            # No text twice about one customer: the second one would not count.
            said = self.dice.sample(texts.GOOD_EN if row.sample.english else texts.GOOD, len(moments))
            for n, when in enumerate(moments):
                entries.append(self._entry(row, contact, when, said[n], newest=n == len(moments) - 1))
            if moments:
                last[row.pk] = moments[-1]
        FollowUp.objects.bulk_create(entries, batch_size=1000)
        rows = [Customer(pk=pk, last_followup_at=when) for pk, when in last.items()]
        Customer.objects.bulk_update(rows, ["last_followup_at"], batch_size=500)

    def _moments(self, row):
        end = min(row.last_contact, self.now - timedelta(hours=1))
        if row.dep in ("Talent", "Direct"):
            back = self.dice.randint(1, 5) + max(-row.due, 0)
            end = at_hour(self.today - timedelta(days=back), self.dice.randint(9, 17), self.dice.randint(0, 59))
        moments, when = [], end
        while when > row.since and len(moments) < 7:
            moments.append(when)
            day = local_date(when) - timedelta(days=self.dice.randint(3, 12 if row.dep != "Solar" else 25))
            when = at_hour(day, self.dice.randint(9, 17), self.dice.randint(0, 59))
        return moments[::-1]

    def _entry(self, row, contact, when, template, newest):
        dice = self.dice
        text = template.format(who=contact.name if contact else "客户", month=when.month % 12 + 1)
        following = None
        if newest and dice.random() < 0.35:
            following = at_hour(
                self.today + timedelta(days=dice.randint(-2, 9)), dice.randint(9, 17), dice.choice([0, 30])
            )
        return FollowUp(
            customer=row,
            author=row.owner,
            kind=dice.choice(["call_out", "call_out", "call_in", "visit_out", "meeting", "email"]),
            occurred_at=when,
            recorded_at=when + timedelta(minutes=dice.randint(2, 90)),
            contact=contact,
            counterpart=contact.name if contact else "",
            content=text,
            result=dice.choice(texts.RESULTS) if dice.random() < 0.6 else "",
            next_step=dice.choice(texts.STEPS) if dice.random() < 0.6 else "",
            next_contact_at=following,
        )
