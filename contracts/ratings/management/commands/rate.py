from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.ratings.domain import grades
from contracts.ratings.presenters.grade_text import published
from contracts.ratings.rules.grading import GRADES
from contracts.ratings.rules.quarters import Quarter
from crm_project.lib.commands import Command as Base
from crm_project.lib.refused import Refused


class Command(Base):
    help = "Grade every distributor and direct customer on the facts of a quarter; again, it writes only what differs."

    def add_arguments(self, parser):
        parser.add_argument("--quarter", required=True, help="the quarter whose facts are rated, like 2026Q3")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would come out")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line, nothing else on standard output"
        )

    def handle(self, *, quarter, dry_run, json, **options):
        try:
            wanted = Quarter.parse(quarter)
        except ValueError:
            self.misused(_("“%(text)s” is not a quarter: use a format such as 2026Q3.") % {"text": quarter})
        try:
            tell = (lambda judged, cards: self.put(published(judged, cards))) if json else None
            figures = grades.run_rating(quarter=wanted, at=timezone.now(), write=not dry_run, tell=tell)
        except Refused as refusal:
            self.refuse(refusal.sentence)
        if json:
            return
        text = ", ".join(f"{grade} {figures.get(grade, 0)}" for grade in (*GRADES, "none"))
        results = ", ".join(f"{figures.get(result, 0)} {result}" for result in ("new", "changed", "unchanged"))
        self.stdout.write(f"{wanted}: {text}; " + ("nothing was changed" if dry_run else results))
