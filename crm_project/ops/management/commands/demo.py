from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm_project.accounts.models import User
from crm_project.audit.domain.chain import seal
from crm_project.demo.company import found
from crm_project.demo.people import PASSWORD, SHOWN
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Load the demo company into an empty database; with --logins print who can sign in to it."

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="only print the logins, if this is the demo company")

    def handle(self, *, logins, **options):
        if logins:
            self.print_logins()
            return
        if not settings.DEMO_ALLOWED:
            self.refuse(
                "its passwords are known to everybody: it is for a trial on one machine; DEMO=1 loads it all the same"
            )
        if User.objects.exists():
            self.refuse("there are people already: the demo company is for an empty database")
        with transaction.atomic():
            found(timezone.now())
        while seal():
            pass
        self.print_logins()

    def print_logins(self):
        people = {
            u.username: u
            for u in User.objects.filter(username__in=SHOWN, email__endswith="@sunrise.example").select_related(
                "role", "department"
            )
        }
        if not people:
            return
        self.stdout.write(f"Demo company, password of everybody: {PASSWORD}")
        for username in SHOWN:
            if username in people:
                person = people[username]
                self.stdout.write(f"  {username:<12} {person.role.key if person.role else '':<16} {person.department}")
