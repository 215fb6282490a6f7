from django.utils import timezone

from assignment.domain.sweep.reconcile import ledger_disagrees, reconcile
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Recompute every stored deadline; prints the drift and exits 1 where there was any."

    def handle(self, **options):
        looked, wrong = reconcile(at=timezone.now())
        odd = ledger_disagrees()
        self.stdout.write(f"{looked} looked at, {wrong} deadlines were wrong, {len(odd)} owners differ from the ledger")
        if wrong or odd:
            self.refuse(
                *([f"{wrong} deadlines were wrong and are right now"] if wrong else []),
                *[f"customer {c}: owner {o}, ledger says {t}" for c, o, t in odd],
            )
