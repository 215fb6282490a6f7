"""The ledger of ownership, restores that wait for a slot, and how a result was divided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .policy import PolicyVersion
from .sweep import SweepRun

USER = settings.AUTH_USER_MODEL


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
        REVIEW_OPENED = "review_opened", _("Send to manager for review")
        REVIEWED = "reviewed", _("Reviewed")
        STAGE = "stage", _("Stage changed")
        RESTORED = "restored", _("Restored")
        MERGED = "merged", _("Merged")
        UNDONE = "undone", _("Undone")

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
        RESTORED = "restored", _("Returned")
        MOVED_ON = "moved_on", _("Now owned by somebody else")
        DROPPED = "dropped", _("Return cancelled by the manager")

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
