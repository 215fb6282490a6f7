"""Major matters with customers: reported to the department responsible, which answers in time; confidential ones (row M8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class Matter(models.Model):
    """A matter; a confidential one is seen by those named alone, and stands neither in the audit nor in anything of the customer."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", pgettext_lazy("major matter", "Answered")
        CLOSED = "closed", pgettext_lazy("major matter", "Closed")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="matters", verbose_name=_("customer"))
    # As it was called when the matter was reported: whoever answers may not see the file.
    customer_name = models.CharField(_("customer"), max_length=160)
    title = models.CharField(_("subject"), max_length=120)
    confidential = models.BooleanField(_("confidential"), default=False)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("department responsible")
    )
    answerer = models.ForeignKey(USER, models.PROTECT, related_name="matters", verbose_name=_("who answers"))
    readers = models.ManyToManyField(USER, related_name="matters_read", verbose_name=_("who else may read it"))
    reported_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("reported by"))
    reported_at = models.DateTimeField(_("reported"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField(_("answer until"))
    # When it is next reminded of; None once it is answered.
    next_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(fields=["next_at"], name="matter_reminder", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["customer", "-reported_at"], name="matter_customer"),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.reported_at:%F}"


class MatterEntry(models.Model):
    """What was said and done about a matter, in its order; none changes."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("reported it")
        ANSWERED = "answered", _("answered")
        ASKED = "asked", _("asked again")
        PASSED = "passed", _("passed it on")
        NAMED = "named", _("changed who may read it")
        CLOSED = "closed", _("closed it")
        LOOKED = "looked", _("looked at it")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.matter_id} {self.kind}"
