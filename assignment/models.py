"""Policies with their versions, the ledger of ownership, and the runs of the sweep (design §3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Policy(models.Model):
    """A named set of rules; what it says on a day is the newest approved version that holds then."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
    # An adjusted policy repeats another one (null: none, it has no rules) with another check of follow-ups.
    adjusted = models.BooleanField(default=False, editable=False)
    adjusts = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["key"]

    def __str__(self):
        return self.name_zh if self.name_zh and (get_language() or "").startswith("zh") else self.name


class PolicyVersion(models.Model):
    """One edition of a policy. `body` is what `assignment.rules.policy.Policy.from_body` reads; approved ones never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    holds_from = models.DateField(_("holds from"), null=True)
    note = models.TextField(_("why"), blank=True)
    drafted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was told"))
    applied_at = models.DateTimeField(null=True, help_text=_("when the stored deadlines were set by it"))

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self):
        return f"{self.policy} v{self.number}"


class PolicyScope(models.Model):
    """From which day a department lives under which policy; departments below inherit, no row above: no clocks."""

    department = models.ForeignKey("accounts.Department", models.CASCADE, related_name="policy_scopes")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, related_name="scopes")
    holds_from = models.DateField(_("holds from"))
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was told"))
    applied_at = models.DateTimeField(null=True, help_text=_("when the stored deadlines were set by it"))

    class Meta:
        ordering = ["department", "-holds_from", "-id"]

    def __str__(self):
        return f"{self.department}: {self.policy}"


class SweepRun(models.Model):
    """One run of the sweep and its figures."""

    at = models.DateTimeField(_("as of"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    told_to = models.BigIntegerField(default=0, help_text=_("the last line of which people were told"))
    told_at = models.DateTimeField(null=True, help_text=_("when everybody concerned was told of everything"))
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="run_untold", condition=models.Q(told_at__isnull=True))]

    def __str__(self):
        return f"#{self.pk} {self.at:%F %T}"


class SweepLine(models.Model):
    """What one run decided for one customer and why; `skipped` and `failed` included."""

    run = models.ForeignKey(SweepRun, models.CASCADE, related_name="lines")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12)
    rule = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "customer"]
        constraints = [models.UniqueConstraint(fields=["run", "customer"], name="sweep_line_once")]

    def __str__(self):
        return f"{self.run_id}: {self.customer_id} {self.outcome}"


class OwnershipEvent(models.Model):
    """The ledger: every beginning, end and turn of an ownership, never changed afterwards.

    An ending event carries the period it closes (`since` to `at`), so that who owned a customer on a day is one query.
    It is never read to decide who owns a customer now.
    """

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        ENTERED = "entered", _("Entered")
        RELEASED = "released", _("Released")
        GIVEN_UP = "given_up", _("Given up")
        TRANSFERRED = "transferred", _("Transferred")
        ROTATED = "rotated", _("Passed on by rotation")
        HANDED_OVER = "handed_over", _("Handed over")
        EXTENDED = "extended", _("Extended")
        WARNED = "warned", _("Reminded")
        REVIEW_OPENED = "review_opened", _("Put before the manager")
        REVIEWED = "reviewed", _("Reviewed")
        STAGE = "stage", _("Stage changed")
        RESTORED = "restored", _("Restored")
        MERGED = "merged", _("Merged")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="ownership_events")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="ownership_events")
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    closes_owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    closes_since = models.DateTimeField(null=True)
    rule = models.CharField(max_length=20, blank=True)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(SweepRun, models.PROTECT, null=True, related_name="events")
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=dict)
    restores = models.JSONField(null=True, help_text=_("the closed row as it was, so that an undo restores it exactly"))

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="event_customer"),
            models.Index(fields=["owner", "kind", "-at"], name="event_owner"),
            models.Index(fields=["closes_owner", "kind", "-at"], name="event_closed"),
            models.Index(fields=["department", "-at"], name="event_department"),
            models.Index(fields=["kind", "-at"], name="event_kind"),
        ]

    def __str__(self):
        return f"{self.at:%F} {self.kind} {self.customer_id}"


class WaitingRestore(models.Model):
    """A customer that an undo gives back once its former owner has a free slot (D1)."""

    class Outcome(models.TextChoices):
        RESTORED = "restored", _("Put back")
        MOVED_ON = "moved_on", _("Somebody else has it now")
        DROPPED = "dropped", _("Dropped by the manager")

    event = models.ForeignKey(OwnershipEvent, models.CASCADE, related_name="waiting")
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    hold_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event"], name="restore_waits_once", condition=models.Q(closed_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.event_id}: {self.outcome or 'waits'}"


class Handover(models.Model):
    """A leaver's or mover's customers on their way to colleagues (Z16, M9, Ne9)."""

    leaver = models.ForeignKey(USER, models.PROTECT, related_name="handovers")
    # Where the customers were held: whoever moves is in another department by now.
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    started_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    plan = models.JSONField(default=dict)

    def __str__(self):
        return f"{self.leaver} {self.started_at:%F}"


class HandoverItem(models.Model):
    """One customer of a handover: to whom, moved when, introduced when, customer informed when."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    informed_at = models.DateTimeField(null=True)
    # Why it could not move or be informed, as the code of the refusal; worded by `handover_problems` when it is shown.
    problem = models.CharField(max_length=200, blank=True)
    problem_values = models.JSONField(default=dict)
    reminded_at = models.DateTimeField(null=True, help_text=_("when its introduction was last asked for"))

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["to", "moved_at"],
                name="introduction_open",
                condition=models.Q(introduced_at__isnull=True, moved_at__isnull=False),
            )
        ]
        constraints = [models.UniqueConstraint(fields=["handover", "customer"], name="handover_item_once")]

    def __str__(self):
        return f"{self.handover_id}: {self.customer_id}"


class Split(models.Model):
    """How the company divides a result inside after it decided a conflict (Nd4)."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="splits")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2)
    request_id = models.BigIntegerField(null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self):
        return f"{self.customer_id}: {self.user_id} {self.share} %"


class ForecastJob(models.Model):
    """A forecast that somebody asked for: the draft, how far it has come, and what came out."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="forecasts")
    body = models.JSONField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    holds_from = models.DateField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.policy} {self.at:%F %T}"
