import json as jsonlib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_date

from assignment.domain.forecast.compute import forecast
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.policy import PolicyError
from assignment.rules.policy_body import read_policy
from crm_project.accounts.domain.departments import find_department
from crm_project.accounts.models import Department
from crm_project.lib.commands import Command as Base
from crm_project.lib.time import local_date, zone


class Command(Base):
    help = "Say what a draft policy would release, by rule and by rep, compared with the rule in force."

    def add_arguments(self, parser):
        parser.add_argument("--policy", required=True, help="the draft: a JSON file (docs/policies.md)")
        parser.add_argument("--department", help="name or A/B; default: every department with a policy")
        parser.add_argument("--until", help="last date looked at (default: 30 days from today)")
        parser.add_argument("--json", action="store_true", help="one object")

    def handle(self, *, policy, department, until, json, **options):
        try:
            body = jsonlib.loads(Path(policy).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.refuse(f"{policy}: {error}")
        try:
            draft = read_policy(body, zone=zone())
        except PolicyError as error:
            self.refuse(*[f"{policy}: {where} {what}" for where, what in error.problems])
        at = timezone.now()
        day = parse_date(until) if until else local_date(at) + timedelta(days=30)
        if day is None:
            self.misused(f"--until: {until!r} is no date: write it like 2026-03-01")
        result = forecast(
            draft, self.departments(department, at), at=at, until=datetime.combine(day, time(23, 59, 59), zone())
        )
        if json:
            self.put(result)
            return
        self.stdout.write(
            f"until {day}: {result['now']} under the rules in force, {result['draft']} under the draft, of {result['total']}"
        )
        for row in result["by_rule"]:
            self.stdout.write(f"  {row['rule']}: {row['now']} → {row['draft']}")
        for row in result["by_rep"]:
            self.stdout.write(f"  {row['rep']}: {row['now']} → {row['draft']}")

    def departments(self, name, at):
        if name:
            found = find_department(name)
            if found is None:
                self.refuse(f"there is no department {name!r}")
            return list(found.subtree())
        book = PolicyBook()
        return [d for d in Department.objects.all() if book.for_department(d, at)]
