"""Two thousand customers with a year of follow-ups: each is given a fate, and the real sweep carries it out."""

from datetime import timedelta
from random import Random
from typing import Any

from assignment.domain import deadlines
from crm_project.lib.time import local_date
from customers.domain.duplicates import matching
from customers.domain.numbers import codes, file_number
from customers.models import Contact, Customer, ListItem
from customers.rules import names

from . import texts
from .customer_followups import write_followups
from .customer_owners import SHARES, Owners
from .sample_names import Samples
from .steps import at_hour


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
        owners = Owners(self)
        owners.run(made)
        owners.sign(rows)
        write_followups([r for r in rows if r.owner], first, self)
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
