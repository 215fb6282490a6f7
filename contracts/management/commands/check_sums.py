from contracts.domain.sums import WORDS, drift
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Do the sums of contracts, instalments and payments agree to the cent? One line per drift; exits 1 where there is any."

    def handle(self, **options):
        found = drift()
        if found:
            self.refuse(*(f"{what} {pk}: {WORDS[what]} ({stored} instead of {due})" for what, pk, stored, due in found))
        self.stdout.write("All sums agree.")
