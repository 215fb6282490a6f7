"""Contradictions between what people recorded, what became of each, and the rules of departments by which they are found (row Nf9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models.department_version import DepartmentVersion, numbered_once
from reports.rules.contradictions import facts
from reports.rules.contradictions.facts import Numbers

USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """Which rule found it; the values are those of `reports.rules.contradictions.facts`."""

    VISIT = facts.VISIT, pgettext_lazy("contradiction", "Visit without a field visit registered")
    OUTING = facts.OUTING, pgettext_lazy("contradiction", "Field visit without a follow-up")
    EXPENSE = facts.EXPENSE, pgettext_lazy("contradiction", "Expense on another day")
    PLACES = facts.PLACES, pgettext_lazy("contradiction", "Two places at once")
    BURST = facts.BURST, pgettext_lazy("contradiction", "Entered all at once at the end of the month")


class State(models.TextChoices):
    """Whose turn a contradiction is."""

    OPEN = "open", pgettext_lazy("contradiction", "With the person")
    EXPLAINED = "explained", pgettext_lazy("contradiction", "Explained, to decide")
    REVIEW = "review", pgettext_lazy("contradiction", "Not explained, to decide")
    DECIDED = "decided", pgettext_lazy("contradiction", "Decided")
    APPEALED = "appealed", pgettext_lazy("contradiction", "Appealed")
    FINAL = "final", pgettext_lazy("contradiction", "Decided finally")
    GONE = "gone", pgettext_lazy("contradiction", "Put right")


# Nobody has decided yet: what is put right goes away by itself.
UNDECIDED = (State.OPEN, State.EXPLAINED, State.REVIEW)
# A manager decides.
TO_DECIDE = (State.EXPLAINED, State.REVIEW)


class Decision(models.TextChoices):
    """What a manager decided."""

    ACCEPTED = "accepted", pgettext_lazy("contradiction", "Accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("contradiction", "Not accepted")


class ContradictionRules(DepartmentVersion):
    """One version of what a department (None: the whole company) compares, and how strictly; never changed, only followed."""

    holds_from = models.DateField(_("for days from"))
    visit = models.BooleanField(_("a visit takes a registered field visit"), default=False)
    outing = models.BooleanField(_("a field visit takes a follow-up"), default=False)
    expense = models.BooleanField(_("an expense of a visit takes a visit on that day"), default=False)
    places = models.BooleanField(_("nobody is at two customers at once"), default=False)
    burst = models.BooleanField(_("visits are not entered all at once at the end of the month"), default=False)
    minutes_around = models.PositiveSmallIntegerField(_("minutes before and after a field visit"), default=60)
    followup_days = models.PositiveSmallIntegerField(_("days to write the follow-up"), default=1)
    expense_days = models.PositiveSmallIntegerField(_("days that an expense may be off"), default=0)
    minutes_between = models.PositiveSmallIntegerField(_("minutes between visits to two customers"), default=20)
    burst_visits = models.PositiveSmallIntegerField(_("visits entered on one day"), default=5)
    burst_days = models.PositiveSmallIntegerField(_("last days of the month"), default=3)
    burst_age = models.PositiveSmallIntegerField(_("days after the visit"), default=3)
    answer_hours = models.PositiveSmallIntegerField(_("working hours to put it right or explain"), default=24)
    points = models.PositiveSmallIntegerField(_("points that one costs"), default=2)

    class Meta(DepartmentVersion.Meta):
        constraints = numbered_once("contradiction_rules_version", "contradiction_rules_company")

    @property
    def numbers(self):
        """What the rules ask for."""
        return Numbers(**{name: getattr(self, name) for name in Numbers.__dataclass_fields__})


class ContradictionQuerySet(models.QuerySet):
    """Contradictions by who may read them."""

    def visible_to(self, user, scope):
        """One's own; of others within reach what has come to be decided. `scope`: DataScope of `contradiction.decide`."""
        others = ~Q(state__in=[State.OPEN, State.GONE])
        if not scope.everything:
            others &= Q(department_id__in=scope.departments or ())
        return self.filter(Q(person=user) | others)

    def counting(self):
        """Those that count against the person: `counts`, asked of the database."""
        last = Q(final_decision=Decision.NOT_ACCEPTED) | Q(final_decision="", decision=Decision.NOT_ACCEPTED)
        return self.filter(last).exclude(state=State.APPEALED)


class Contradiction(models.Model):
    """Two things that somebody recorded do not go together: with its evidence, and what was said and decided."""

    # Names it once: a second run finds it there.
    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(_("rule"), max_length=8, choices=Kind)
    # What was recorded: the follow-up, customer of an outing or expense; of a burst the person.
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    rules = models.ForeignKey(ContradictionRules, models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    # [[what, key]] of what goes against each other, and what its sentence names.
    evidence = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found"))
    answer_by = models.DateTimeField(_("put right or explain by"))
    remind_at = models.DateTimeField()
    explanation = models.TextField(_("explanation"), blank=True)
    explained_at = models.DateTimeField(null=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    appeal_by = models.DateTimeField(null=True)
    appeal = models.TextField(_("appeal"), blank=True)
    appealed_at = models.DateTimeField(null=True)
    final_decision = models.CharField(_("final decision"), max_length=12, choices=Decision, blank=True)
    final_reason = models.CharField(_("reason"), max_length=500, blank=True)
    final_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    final_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    objects = ContradictionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["kind", "subject_id"], name="contradiction_subject"),
            models.Index(fields=["person", "-day", "-id"], name="contradiction_person"),
            models.Index(fields=["department", "-day", "-id"], name="contradiction_department"),
            models.Index(
                fields=["state", "answer_by"],
                name="contradiction_waits",
                condition=Q(state__in=["open", "explained", "review", "appealed"]),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.day:%F} {self.kind}"

    @property
    def counts(self):
        """Whether it counts against the person: not accepted by the last decision; nothing counts while an appeal is open."""
        return self.state != State.APPEALED and (self.final_decision or self.decision) == Decision.NOT_ACCEPTED
