"""Scorecards, the grades of every quarter, and key customers (rows T7-T17, M7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.choices import Segment

from .choices import QUARTER_LENGTH, CareKind, Grade, KeyStatusKind, PaperKind, Source

USER = settings.AUTH_USER_MODEL


class Scorecard(models.Model):
    """A later version of the scorecard of a segment; version 1 is the default that the product ships with and has no row."""

    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    number = models.PositiveSmallIntegerField(_("version"))
    holds_from = models.CharField(
        _("valid from"), max_length=QUARTER_LENGTH, help_text=_("the first quarter that is rated by it")
    )
    body = models.JSONField()
    note = models.CharField(_("what changed and why"), max_length=200)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["segment", "-number"]
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="scorecard_once")]

    def __str__(self):
        return f"{self.get_segment_display()} {self.number}"


class Round(models.Model):
    """The rating of one quarter: when its sheets were opened, until when they may be filled, how far the grading is."""

    quarter = models.CharField(max_length=QUARTER_LENGTH, primary_key=True)
    opened_at = models.DateTimeField(null=True)
    closes_on = models.DateField(_("sheets close"), null=True)
    reminded_at = models.DateTimeField(null=True)
    graded_at = models.DateTimeField(null=True)
    # A run in progress: the last customer whose grade is committed; a run that was killed is taken up from here.
    position = models.BigIntegerField(default=0)
    running_since = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["-quarter"]

    def __str__(self):
        return self.quarter


class IndicatorScore(models.Model):
    """Points that a person gave, in the sheet or by import; they stand over what is computed. Earlier ones are in the audit."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="indicator_scores")
    quarter = models.CharField(max_length=QUARTER_LENGTH)
    indicator = models.CharField(max_length=40)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "quarter", "indicator"], name="score_once")]
        indexes = [models.Index(fields=["quarter", "customer"], name="score_quarter")]

    def __str__(self):
        return f"{self.customer_id} {self.quarter} {self.indicator}: {self.points}"


class RatingQuerySet(models.QuerySet):
    """Grades of customers."""

    def mark_latest(self, *, customer_id):
        """Mark the newest version of each quarter: what an undone merge brought back may have been superseded at the survivor."""
        rows = self.filter(customer=customer_id)
        marked = set(rows.filter(latest=True).values_list("quarter", flat=True))
        newest = rows.exclude(quarter__in=marked).order_by("quarter", "number").values_list("quarter", "pk")
        self.filter(pk__in=dict(newest).values()).update(latest=True)


class Rating(models.Model):
    """The grade of a customer for a quarter. A late correction makes a further version; the latest holds.

    `lines`: {indicator: {points, source, value, …}}; `why`: codes of contracts.ratings.grading; `changes`: what differs from the
    version before.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="ratings")
    quarter = models.CharField(_("quarter"), max_length=QUARTER_LENGTH)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    latest = models.BooleanField(default=True)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, null=True, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    grade = models.CharField(_("grade"), max_length=3, choices=Grade, blank=True)
    why = models.JSONField(default=list)
    lines = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    # Of all that was judged: a second run compares these and reads whole rows only where they differ.
    digest = models.CharField(max_length=32, editable=False)
    missing = models.PositiveSmallIntegerField(default=0)
    big = models.BooleanField(_("big customer"), default=False)
    key = models.BooleanField(_("key customer"), default=False)
    last_year = models.DecimalField(_("purchases of last year"), max_digits=18, decimal_places=2, default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["customer", "-quarter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "quarter", "number"], name="rating_once"),
            models.UniqueConstraint(
                fields=["customer", "quarter"], name="rating_latest", condition=models.Q(latest=True)
            ),
        ]
        indexes = [
            models.Index(fields=["quarter", "-points", "-id"], name="rating_listed", condition=models.Q(latest=True)),
            models.Index(
                fields=["quarter", "grade", "-points", "-id"], name="rating_by_grade", condition=models.Q(latest=True)
            ),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.quarter}: {self.grade or '–'}"


class KeyStatus(models.Model):
    """Whether the company treats a customer as a key one. Set by its first such grade; afterwards a manager decides (T13, T15)."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="standing")
    kind = models.CharField(_("key-customer status"), max_length=10, choices=KeyStatusKind)
    since = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    # A manager kept it as it is for this quarter: not asked again before the next.
    kept_for = models.CharField(max_length=QUARTER_LENGTH, blank=True)

    class Meta:
        db_table = "ratings_standing"  # as it was first called
        indexes = [models.Index(fields=["kind", "customer"], name="standing_kind")]

    def __str__(self):
        return f"{self.customer_id}: {self.kind}"


class Care(models.Model):
    """Something shared with, planned with or done for a customer, with a day by which and what came of it (T14, T16, T17)."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="care")
    kind = models.CharField(_("type"), max_length=12, choices=CareKind)
    text = models.TextField(_("details"), max_length=1000)
    due_on = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(_("result"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-at"], name="care_customer"),
            models.Index(fields=["kind", "customer"], name="care_open", condition=models.Q(done_at__isnull=True)),
        ]

    def __str__(self):
        return self.text[:60]


class Papers(models.Model):
    """That a director lets a customer be graded without its papers, and why (T8)."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="papers")
    exception_reason = models.CharField(_("reason"), max_length=200, blank=True)
    exception_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    exception_at = models.DateTimeField(null=True)

    def __str__(self):
        return str(self.customer_id)


class PaperFile(models.Model):
    """A copy of one of the papers that a rating begins with; a newer copy stands beside the older one (T8)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="paper_files")
    kind = models.CharField(_("type of document"), max_length=16, choices=PaperKind)
    dated_on = models.DateField(_("date of the document"))
    file = models.FileField(_("file"), upload_to="papers/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["customer", "kind"], name="paper_there", condition=models.Q(voided_at=None))]

    def __str__(self):
        return self.name


class YearlyStatement(models.Model):
    """A customer's own figures of one year, in CNY, with the document they come from (M7)."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField(_("year"))
    revenue = models.DecimalField(_("revenue"), max_digits=18, decimal_places=2)
    profit = models.DecimalField(_("profit"), max_digits=18, decimal_places=2, null=True, blank=True)
    assets = models.DecimalField(_("total assets"), max_digits=18, decimal_places=2, null=True, blank=True)
    liabilities = models.DecimalField(_("total liabilities"), max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("remarks"), max_length=300, blank=True)
    document = models.FileField(_("document"), upload_to="statements/%Y/%m/", blank=True)
    document_name = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["customer", "year"]
        constraints = [models.UniqueConstraint(fields=["customer", "year"], name="statement_once")]

    def __str__(self):
        return f"{self.customer_id} {self.year}"
