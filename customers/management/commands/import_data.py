from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_project.lib.commands import Command as Base
from crm_project.lib.refused import Refused
from crm_project.ops.keys import is_local
from customers.importing.conditions import RESULTS, Conditions
from customers.importing.files import Table
from customers.importing.kinds import every_kind
from customers.importing.worker import save_file


class Command(Base):
    help = "Bring in people, customers, follow-ups, contracts or points of the credit rating from a workbook or CSV file; refused rows are told and exit with 1."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(every_kind()), metavar="KIND", help=", ".join(every_kind()))
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx, or .csv in UTF-8; headings in row 1")
        parser.add_argument(
            "--history", action="store_true", help="take the file's own times as the times of recording"
        )
        parser.add_argument(
            "--new-values", action="store_true", help="add values that the managed lists do not have yet"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")

    def handle(self, *, kind, file, history, new_values, dry_run, **options):
        if not file.is_file():
            self.misused(_("There is no file %(name)s.") % {"name": file})
        terms = Conditions(at=timezone.now(), history=history, filename=file.name, new_values=new_values)
        try:
            table = Table(file, file.name, kind)
            report = save_file(table, kind, terms, write=not dry_run)
        except Refused as refusal:
            self.refuse(*refusal.details.get("problems", [refusal.sentence]))
        for note in table.notes:
            self.stderr.write(note)
        text = ", ".join(f"{report.counts[result]} {result}" for result in RESULTS)
        self.stdout.write(f"{text}; nothing was changed" if dry_run else text)
        if (links := every_kind()[kind].links) and not dry_run:
            for person, path in links(terms.at):
                self.stdout.write(f"{person.username}  {_site()}{path}")
        if report.refused:
            self.refuse(*(f"row {number}: {sentence}" for number, sentence in report.refused))


def _site():
    """The address people reach us at: the first host that is not only this machine."""
    hosts = [host for host in settings.ALLOWED_HOSTS if not is_local(host) and host[0] not in ".*"]
    if hosts:
        return f"{'https' if settings.SECURE_SSL else 'http'}://{hosts[0]}"
    return f"http://127.0.0.1:{settings.PORT}"
