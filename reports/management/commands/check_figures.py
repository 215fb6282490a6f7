from django.utils import timezone

from activities.domain.followup_days import count_all
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Count the follow-ups of every person and day from the start; prints on how many days what was kept was wrong, and exits 1 where there is any."

    def handle(self, **options):
        wrong = count_all(at=timezone.now())
        if wrong:
            self.refuse(f"{wrong} days of people were wrong and are right now")
        self.stdout.write("All figures agree.")
