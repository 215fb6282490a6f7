from datetime import timedelta

from django.utils import timezone

from assignment.domain.sweep import run as sweep
from assignment.models import SweepRun
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = "Act on every deadline that has come; with --dry-run only tell."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="as of this time (ISO 8601; default: now)")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="one object a line, sorted by customer code")

    def handle(self, *, at, dry_run, json, **options):
        moment = self.moment(at)
        # Stored deadlines know nothing of the past: asked about it, the sweep looks at everybody.
        everybody = bool(at) and moment < timezone.now() - timedelta(minutes=1)
        if dry_run:
            lines, run = sweep.preview(moment, everybody=everybody), None
        else:
            lines = []
            run = sweep.run(at=moment, started_at=timezone.now(), everybody=everybody, tell_line=lines.append)
            lines.sort(key=lambda line: line["customer"])
        if json:
            for line in lines:
                self.put(line)
            return
        for line in lines:
            to = f" → {line['to']}" if line["to"] else ""
            self.stdout.write(
                f"{line['customer']}  {line['outcome']}{to}  {line['rule']}  due {line['due_at']}  {line['owner']}  {line['name']}"
            )
        failed = SweepRun.objects.get(pk=run.pk).figures.get("failed", 0) if run else 0
        self.stdout.write(
            f"{len(lines)} lines"
            + (f", run {run.pk}" if run else ", nothing changed")
            + (f", {failed} failed" if failed else "")
        )
