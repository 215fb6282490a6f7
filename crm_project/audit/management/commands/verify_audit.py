from pathlib import Path

from crm_project.audit.domain.chain import prove, seal
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = (
        "Seal what is new and prove the whole chain of the audit against the signed counts kept outside the database; "
        "exits 1 at the first entry that is missing or not as written."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--against",
            action="append",
            type=Path,
            default=[],
            metavar="FILE",
            help="more signed counts, one a line: from a mail, from syslog or from another machine",
        )

    def handle(self, *, against, **options):
        missing = [str(path) for path in against if not path.is_file()]
        if missing:
            self.refuse(f"no such file: {', '.join(missing)}")
        while seal():
            pass
        proved, problem = prove(against)
        self.stdout.write(f"{proved} entries proved")
        if problem:
            self.refuse(problem)
