from crm_project.audit.chain import seal, verify
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Seal what is new and prove the whole chain of the audit; exits 1 at the first entry that is not as written."

    def handle(self, **options):
        while seal():
            pass
        proved, problem = verify()
        self.stdout.write(f"{proved} entries proved")
        if problem:
            self.refuse(problem)
