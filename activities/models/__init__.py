"""Follow-ups, tasks and files on a customer (rows Nd7, Nf11-Nf13, Ni11-Ni14, Z5)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Check, Closed, FollowUpKind, TaskKind
from .followup_days import FollowUpCount, FollowUpDay
from .receptions import Reception, ReceptionGift, ReceptionGuest, ReceptionLevel, ReceptionRoom, ReceptionStep

__all__ = [
    "Attachment",
    "ContactReport",
    "FollowUp",
    "FollowUpCount",
    "FollowUpDay",
    "Reception",
    "ReceptionGift",
    "ReceptionGuest",
    "ReceptionLevel",
    "ReceptionRoom",
    "ReceptionStep",
    "RequiredParts",
    "Task",
    "TaskQuerySet",
]

USER = settings.AUTH_USER_MODEL


class FollowUp(models.Model):
    """A recorded exchange. Whether it counts is never stored: `assignment.domain.facts` asks the standard anew."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="followups", verbose_name=_("customer")
    )
    author = models.ForeignKey(USER, models.PROTECT, related_name="followups", verbose_name=_("author"))
    kind = models.CharField(_("kind"), max_length=12, choices=FollowUpKind)
    occurred_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("entered"))
    contact = models.ForeignKey("customers.Contact", models.SET_NULL, null=True, blank=True, related_name="followups")
    counterpart = models.CharField(_("spoken with"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=80, blank=True)
    answered = models.BooleanField(_("reached somebody / was answered"), default=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    content = models.TextField(_("notes"), max_length=8000, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_contact_at = models.DateTimeField(_("next contact"), null=True, blank=True)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answered_by")
    late = models.BooleanField(default=False, help_text=_("entered later than the department allows"))
    late_reason = models.CharField(_("why it is late"), max_length=200, blank=True)
    check_state = models.CharField(_("checked"), max_length=10, choices=Check, default=Check.NONE, blank=True)
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    check_reason = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)
    idempotency_key = models.CharField(  # noqa: DJ001 - unique where there is one, and imported rows have none
        max_length=40, null=True, unique=True, help_text=_("form token: a double click is recorded only once")
    )

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="followup_customer"),
            models.Index(fields=["author", "-occurred_at", "-id"], name="followup_author"),
            models.Index(
                fields=["author", "next_contact_at"],
                name="followup_next",
                condition=models.Q(next_contact_at__isnull=False),
            ),
            models.Index(
                fields=["recorded_at"],
                name="followup_unchecked",
                condition=models.Q(check_state="", voided_at__isnull=True),
            ),
            # The review list: what waits for a word, what came from outings, what was decided.
            models.Index(
                fields=["recorded_at", "id"],
                name="followup_waits",
                condition=models.Q(voided_at__isnull=True)
                & (models.Q(check_state="", late=True) | models.Q(check_state="rejected", checked_at__isnull=True)),
            ),
            models.Index(
                fields=["-occurred_at", "-id"],
                name="followup_outing",
                condition=models.Q(kind__in=["visit_out", "meeting"], check_state="", voided_at__isnull=True),
            ),
            models.Index(
                fields=["-checked_at", "-id"], name="followup_decided", condition=models.Q(checked_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.occurred_at:%F} {self.content[:40]}"


class RequiredParts(models.Model):
    """What a record of this kind must say before it is saved (Ni11); a kind without a row asks for nothing more."""

    kind = models.CharField(_("kind"), max_length=12, choices=FollowUpKind, unique=True)
    parts = models.JSONField(_("parts"), default=list)

    def __str__(self):
        return self.kind


class ContactReport(models.Model):
    """The report that is demanded after a contact with an important new customer; without `written_at` it is still owed (M13)."""

    followup = models.OneToOneField(FollowUp, models.PROTECT, related_name="report")
    author = models.ForeignKey(USER, models.PROTECT, related_name="contact_reports", verbose_name=_("author"))
    demanded_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    took_part = models.CharField(_("participants"), max_length=200, blank=True)
    text = models.TextField(_("result of the contact"), blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["author", "due_at"], name="report_missing", condition=models.Q(written_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.followup_id}"


class TaskQuerySet(models.QuerySet):
    """Tasks by who may see them."""

    def of(self, user):
        """Theirs, and those that they gave."""
        return self.filter(models.Q(assignee=user) | models.Q(created_by=user))

    def visible_to(self, user, people=None):
        """Theirs, those that they gave, and those of the `people` whose follow-ups they check."""
        mine = models.Q(assignee=user) | models.Q(created_by=user)
        return self.filter(mine if people is None else mine | models.Q(assignee__in=people))


class Task(models.Model):
    """Something to do or an appointment, with a time and a done mark (Z5, Nf12)."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind, default=TaskKind.TASK)
    title = models.CharField(_("title"), max_length=160)
    note = models.TextField(_("note"), blank=True)
    due_at = models.DateTimeField(_("due"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    remind_at = models.DateTimeField(_("remind at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(USER, models.PROTECT, related_name="tasks", verbose_name=_("for"))
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    followup = models.ForeignKey(FollowUp, models.SET_NULL, null=True, related_name="tasks")
    # What the system gave it for, such as "class" (Ni8): the same is not given twice while it is open.
    about = models.CharField(max_length=20, blank=True, editable=False)
    # Closed without being done: the customer was lost, the person has left.
    closed_because = models.CharField(max_length=10, choices=Closed, blank=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["assignee", "due_at"], name="task_open", condition=models.Q(done_at__isnull=True)),
            models.Index(fields=["remind_at"], name="task_remind", condition=models.Q(reminded_at__isnull=True)),
            models.Index(fields=["customer", "-due_at"], name="task_customer"),
            models.Index(
                fields=["about", "customer"], name="task_about", condition=models.Q(done_at=None) & ~models.Q(about="")
            ),
        ]

    def __str__(self):
        return self.title


class Attachment(models.Model):
    """A file on a customer, perhaps with a follow-up, a major change or feedback; served only to those who may see the customer."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="files")
    followup = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="files")
    change = models.ForeignKey("customers.MajorChange", models.PROTECT, null=True, related_name="files")
    feedback = models.ForeignKey("customers.CustomerFeedback", models.PROTECT, null=True, related_name="files")
    file = models.FileField(upload_to="files/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.name
