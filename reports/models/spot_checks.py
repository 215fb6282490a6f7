"""Spot checks: what was to be drawn from, how it was drawn, and what became of each drawn row (row Ni15)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class Result(models.TextChoices):
    """What somebody found who verified a row."""

    TRUE = "true", pgettext_lazy("spot check", "True and complete")
    UNTRUE = "untrue", pgettext_lazy("spot check", "Untrue")
    MISSING = "missing", pgettext_lazy("spot check", "Something is missing")
    UNKNOWN = "unknown", pgettext_lazy("spot check", "Could not be verified")


class How(models.TextChoices):
    """How it was verified."""

    CALLED = "called", pgettext_lazy("spot check", "Called the customer")
    SEEN = "seen", pgettext_lazy("spot check", "Seen on site")
    DOCUMENT = "document", pgettext_lazy("spot check", "By a document")


class State(models.TextChoices):
    """Whose turn a drawn row is."""

    DRAWN = "drawn", pgettext_lazy("spot check", "To verify")
    STATEMENT = "statement", pgettext_lazy("spot check", "Statement asked for")
    DECISION = "decision", pgettext_lazy("spot check", "To decide")
    DONE = "done", pgettext_lazy("spot check", "Done")


class Decision(models.TextChoices):
    """What a manager decided about a row that somebody found untrue or incomplete."""

    UPHELD = "upheld", pgettext_lazy("spot check", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("spot check", "Dismissed")


class SpotCheckQuerySet(models.QuerySet):
    """Checks by who may read them."""

    def within(self, scope):
        """Those of the departments in reach; `scope`: DataScope of the right."""
        if scope.everything:
            return self.all()
        return self.filter(department__in=scope.departments or ())


class SpotCheck(models.Model):
    """What is checked, of whom and of which days, with all rows that could be drawn and the draw; never deleted."""

    figure = models.SlugField(_("what"), max_length=40)
    first = models.DateField(_("from"))
    last = models.DateField(_("until"))
    # None: the whole company.
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    people = models.ManyToManyField(USER, related_name="+", verbose_name=_("people"))
    # [[key, person, customer, day, what]] in the order of the keys, as they were when the check was planned.
    population = models.JSONField(default=list)
    rows_in_all = models.PositiveIntegerField(_("rows"))
    population_digest = models.CharField(max_length=64)
    points = models.PositiveSmallIntegerField(_("at most so many percentage points off"), null=True)
    size = models.PositiveIntegerField(_("rows to draw"))
    planned_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("planned by"))
    planned_at = models.DateTimeField(_("planned"))
    draws_at = models.DateTimeField(_("is drawn"))
    drawn_at = models.DateTimeField(_("drawn"), null=True)
    # The entry of the audit whose digest is the seed: the last one of the moment.
    seal = models.PositiveBigIntegerField(null=True)
    head = models.CharField(max_length=64, blank=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-id"]
        indexes = [
            models.Index(fields=["figure", "first", "last"], name="spot_check_of"),
            models.Index(fields=["draws_at"], name="spot_check_undrawn", condition=Q(drawn_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="spot_check_days"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("rows_in_all")), name="spot_check_size"),
        ]

    def __str__(self):
        return f"{self.figure} {self.first:%F} – {self.last:%F}"


class DrawnRow(models.Model):
    """One row that was drawn: what was found, what the person says to it, what was decided."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="drawn")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))
    # As it was drawn: a merged customer leads on to the one it was merged into.
    customer_id = models.BigIntegerField()
    day = models.DateField(_("day"))
    what = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAWN)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    how = models.CharField(_("how"), max_length=8, choices=How, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    statement = models.TextField(_("statement"), blank=True)
    stated_at = models.DateTimeField(null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Whether the follow-up that it is was rejected with the decision.
    rejected = models.BooleanField(default=False)

    class Meta:
        ordering = ["check_of", "position"]
        constraints = [models.UniqueConstraint(fields=["check_of", "key"], name="drawn_once")]
        indexes = [
            models.Index(fields=["person", "state"], name="drawn_row_of", condition=~Q(state="done")),
            models.Index(fields=["state", "answer_by"], name="drawn_row_waits", condition=~Q(state="done")),
        ]

    def __str__(self):
        return f"{self.person} {self.day:%F}"

    @property
    def counts_as_untrue(self):
        """Whether it counts as untrue in the results: found so, and upheld."""
        return self.decision == Decision.UPHELD
