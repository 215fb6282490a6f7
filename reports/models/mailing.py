"""Lists, analyses and figures that are mailed on a schedule: what, to whom, when, and what became of each mail (row Nh3)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USER = settings.AUTH_USER_MODEL


class Content(models.TextChoices):
    """What is mailed."""

    LIST = "list", _("Customer list")
    ANALYSIS = "analysis", _("Analysis")
    FIGURES = "figures", _("Figures of the team")


class Repeat(models.TextChoices):
    """How often."""

    DAILY = "daily", pgettext_lazy("mailing", "Daily")
    WEEKLY = "weekly", pgettext_lazy("mailing", "Weekly")
    MONTHLY = "monthly", pgettext_lazy("mailing", "Monthly")


class Days(models.TextChoices):
    """Which days an analysis, or figures, are about."""

    WEEK = "week", _("The last seven days")
    MONTH = "month", _("Last month")
    QUARTER = "quarter", _("Last quarter")
    YEAR = "year", _("The last 365 days")


class Ended(models.TextChoices):
    """Why no more mails go out, or to somebody."""

    LEFT = "left", _("has left")
    NO_RIGHT = "no_right", _("may not see this any more")
    GONE = "gone", _("the saved filter was deleted or is no longer shared")


class MailSchedule(models.Model):
    """One mailing of somebody. Paused by its owner, or stopped for a reason; deleted only by its owner."""

    owner = models.ForeignKey(USER, models.PROTECT, related_name="mail_schedules")
    name = models.CharField(_("name"), max_length=80)
    content = models.CharField(_("what"), max_length=10, choices=Content)
    # What is mailed: a saved filter, or an analysis by its key.
    saved_filter = models.ForeignKey("customers.SavedFilter", models.SET_NULL, null=True, related_name="+")
    page = models.SlugField(max_length=20, blank=True)
    days = models.CharField(_("days"), max_length=8, choices=Days, default=Days.MONTH)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    format = models.CharField(_("format"), max_length=4, default="xlsx")
    reason = models.CharField(_("purpose"), max_length=120, blank=True)
    repeat = models.CharField(_("how often"), max_length=8, choices=Repeat, default=Repeat.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=0, validators=[MaxValueValidator(6)])
    day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=8, validators=[MaxValueValidator(23)])
    next_at = models.DateTimeField(_("next"))
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_for = models.CharField(max_length=10, choices=Ended, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(
                fields=["next_at"], name="mail_due", condition=Q(paused_at__isnull=True, stopped_at__isnull=True)
            ),
            models.Index(fields=["owner", "name"], name="mail_owner"),
        ]

    def __str__(self):
        return self.name


class MailReader(models.Model):
    """One person who gets it, the owner among them; `ended_at`: nothing more goes to them, and why."""

    schedule = models.ForeignKey(MailSchedule, models.CASCADE, related_name="readers")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_for = models.CharField(max_length=10, choices=Ended, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "person"], name="mail_reader_once")]

    def __str__(self):
        return f"{self.schedule_id} → {self.person_id}"


class MailDelivery(models.Model):
    """One mail to one person for one moment of the timetable; the key of these three lets none go out twice."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mailing", "Waiting")
        TAKEN = "taken", pgettext_lazy("mailing", "Being written")
        SENDING = "sending", pgettext_lazy("mailing", "Being sent")
        SENT = "sent", pgettext_lazy("mailing", "Sent")
        FAILED = "failed", pgettext_lazy("mailing", "Failed")
        UNCERTAIN = "uncertain", pgettext_lazy("mailing", "Uncertain")

    class Problem(models.TextChoices):
        SERVER = "server", _("The mail server did not take the mail.")
        ADDRESS = "address", _("The mail server refuses the address.")
        NO_ADDRESS = "no_address", _("There is no e-mail address in the account.")
        EXPORT = "export", _("The file could not be written.")
        INTERRUPTED = "interrupted", _("The server stopped while sending: the mail may have arrived.")
        NO_RIGHT = "no_right", _("The person may not see this any more.")

    schedule = models.ForeignKey(MailSchedule, models.CASCADE, related_name="deliveries")
    reader = models.ForeignKey(USER, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    rows = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["schedule", "reader", "due_at"], name="mail_once")]
        indexes = [
            models.Index(fields=["try_at"], name="mail_waiting", condition=Q(state="waiting")),
            models.Index(fields=["taken_at"], name="mail_taken", condition=Q(state__in=["taken", "sending"])),
        ]

    def __str__(self):
        return f"{self.schedule_id} → {self.reader_id} {self.due_at:%F %H:%M}"
