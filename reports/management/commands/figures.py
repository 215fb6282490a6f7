from decimal import Decimal

from django.utils.dateparse import parse_date

from crm_project import catalogue
from crm_project.accounts.models import Department, User
from crm_project.lib.commands import Command as Base
from crm_project.lib.figure import MONEY
from crm_project.lib.money import cents
from reports.domain import figures


class Command(Base):
    help = "The figures of people's work in a period: one line for each person and figure."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", required=True, help="the first day (2026-11-01)")
        parser.add_argument("--to", dest="last", required=True, help="the last day, included")
        parser.add_argument("--person", help="only this user name")
        parser.add_argument("--department", help="only this department and those below it, by its name")
        parser.add_argument("--json", action="store_true", help="one object a line")

    def handle(self, *, first, last, person, department, json, **options):
        first, last = self._day(first), self._day(last)
        if last < first:
            self.misused("--to lies before --from")
        people = dict(self._people(person, department))
        found = figures.count(people, first, last)
        for pk, name in people.items():
            for key, (figure, _source) in sorted(catalogue.figures().items()):
                counted = found.get(pk, {}).get(key, 0)
                value = str(cents(Decimal(counted))) if figure.unit == MONEY else counted
                if json:
                    self.put({"person": name, "figure": key, "value": value})
                else:
                    self.stdout.write(f"{name} {key} {value}")

    def _day(self, text):
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        return day or self.misused(f"not a day: {text}")

    def _people(self, person, department):
        rows = User.objects.order_by("username")
        if person:
            rows = rows.filter(username=person)
            if not rows.exists():
                self.refuse(f"there is nobody with the user name {person}")
        if department:
            found = Department.objects.filter(name=department).first()
            if found is None:
                self.refuse(f"there is no department {department}")
            rows = rows.filter(department__path__startswith=found.path)
        return rows.values_list("pk", "username")
