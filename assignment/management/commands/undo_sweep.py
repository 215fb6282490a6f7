from datetime import timedelta

from django.utils import timezone

from assignment.domain.sweep.undo import undo_run
from crm_project.lib.commands import Command as Base
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day


class Command(Base):
    help = "Put back what a run took, and list what it could not."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="number of the run")
        parser.add_argument("--hold-days", type=int, default=0, help="the sweep leaves them alone for so many days")

    def handle(self, *, run, hold_days, **options):
        at = timezone.now()
        hold = start_of_day(local_date(at) + timedelta(days=hold_days)) if hold_days > 0 else None
        try:
            back, stayed = undo_run(run_id=run, by=None, at=at, hold_until=hold)
        except Refused as refusal:
            self.refuse(refusal.sentence)
        self.stdout.write(f"{back} put back, {len(stayed)} not")
        for customer, why in stayed:
            self.stdout.write(f"{customer.code} {customer.name}: {why}")
