"""What has happened lately: two weeks of sweeps, claims, requests, tasks, comments, a leaver."""

from datetime import timedelta
from random import Random

from activities.models import FollowUp
from assignment.domain import deadlines, ownership
from assignment.domain.handover import run as handover
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from customers.domain.duplicates import review
from customers.domain.tidying import progress
from customers.models import TidyRun

from . import texts
from .steps import at_hour, attempt, customers_of
from .story_entries import write_entries
from .story_requests import ask_for_decisions


class Story:
    """Calls the very verbs that people call; whatever they refuse is left out."""

    def __init__(self, now, people, made):
        self.now, self.today, self.people, self.made = now, local_date(now), people, made
        self.dice = Random(20260302)

    def run(self):
        self._invalid()
        self._sweeps()
        self._claims()
        self._reviews()
        ask_for_decisions(self.now, self.people)
        write_entries(self.now, self.people)
        self._leaver()
        # Only what is new is compared name by name, as every night.
        TidyRun.objects.create(at=self.now - timedelta(days=1), pairs=0, doubts=0)
        progress.count(run=review.search(at=self.now))

    def _invalid(self):
        """Some write nothing worth reading: three of those and the manager is asked."""
        entries = []
        for row in self.made["Enterprise"]:
            if row.owner and row.due and row.due > 3 and self.dice.random() < 0.06:
                for n in range(self.dice.randint(1, 3)):
                    when = self.now - timedelta(hours=30 * n + self.dice.randint(3, 25))
                    if when > row.since:
                        entries.append(
                            FollowUp(
                                customer=row,
                                author=row.owner,
                                kind="call_out",
                                occurred_at=when,
                                recorded_at=when,
                                content=self.dice.choice(texts.BAD),
                            )
                        )
        FollowUp.objects.bulk_create(entries)
        deadlines.refresh(sorted({entry.customer_id for entry in entries}), at=self.now)

    def _sweeps(self):
        """One real sweep a day for two weeks, as of that morning."""
        for back in range(14, 0, -1):
            at = at_hour(self.today - timedelta(days=back), 10)
            sweep.run(at=at, started_at=at)

    def _claims(self):
        """A third of what was released found somebody new."""
        released = list(
            OwnershipEvent.objects.filter(kind="released").order_by("at", "id").select_related("customer__department")
        )
        for n, entry in enumerate(released):
            reps = [
                p
                for p in self.people.values()
                if p.role.key == "rep" and p.department_id == entry.department_id and p.pk != entry.closes_owner_id
            ]
            if n % 3 == 0 and reps:
                at = min(entry.at + timedelta(hours=self.dice.randint(1, 30)), self.now - timedelta(minutes=5))
                attempt(ownership.claim, customer_id=entry.customer_id, by=reps[n % len(reps)], at=at, contacted=True)
        for username in ("zhang.wei", "lin.xia", "tom"):
            row = customers_of(self.people[username])[-1]
            attempt(
                ownership.give_up,
                customer_id=row.pk,
                by=self.people[username],
                reason=self.dice.choice(texts.GIVE_UP),
                # After the last exchange: nobody records one with a customer that they have given up.
                at=max(row.last_followup_at or row.created_at, self.now - timedelta(hours=20)) + timedelta(minutes=5),
            )

    def _reviews(self):
        """Managers decided most of what the sweeps put before them; the newest still wait."""
        waiting = list(
            Request.objects.filter(kind="review", status="pending")
            .order_by("-asked_at", "-id")
            .select_related("decider")
        )
        for n, request in enumerate(waiting[6:]):
            at = min(request.asked_at + timedelta(hours=self.dice.randint(3, 40)), self.now - timedelta(hours=1))
            attempt(
                decide,
                request_id=request.pk,
                by=request.decider,
                approve=True,
                decision=["继续跟进，月底再看", "补充关键联系人", "继续跟进，本周内电话联系"][n % 3],
                at=at,
            )

    def _leaver(self):
        """Omar has left: their customers are with colleagues, some introductions are still to be made."""
        leaver, by = self.people["omar"], self.people["solar.manager"]
        at = self.now - timedelta(days=2)
        successors = [self.people[name] for name in ("anna", "tom", "sofia")]
        begun = handover.start_handover(leaver=leaver, successors=successors, reason="Omar 离职", by=by, at=at)
        handover.continue_handover(handover_id=begun.pk, by=by, at=at)
        for item in begun.items.all()[:12]:
            handover.complete_introduction(
                item_id=item.pk, by=by, at=self.now - timedelta(hours=20), introduced=True, informed=True
            )
        type(leaver).objects.filter(pk=leaver.pk).update(is_active=False, closed_at=at)
