"""Major changes at a customer or in the business with it, and the managed list of their kinds (row M6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class Follow(models.TextChoices):
    """What may follow from a major change."""

    REVIEW = "review", _("Review the file")
    GRADE = "grade", _("Check the credit grade")
    KEY = "key", _("Decide on the key-customer status")
    HOLD = "hold", _("Decide on holding deliveries and collection")


class MajorChangeKind(models.Model):
    """One kind; switched off rather than deleted. `follows`: what it proposes, codes of Follow."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)
    follows = models.JSONField(_("what follows"), default=list, blank=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class MajorChange(models.Model):
    """What happened, when, and who says so. An entry is never edited: a newer one corrects it, or it is void for a reason."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="major_changes", verbose_name=_("customer"))
    kind = models.ForeignKey(MajorChangeKind, models.PROTECT, related_name="changes", verbose_name=_("kind"))
    happened_on = models.DateField(_("happened on"))
    text = models.TextField(_("what happened"), max_length=1000)
    source = models.CharField(_("source"), max_length=200)
    follows = models.JSONField(_("what follows"), default=list)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [
            models.Index(fields=["customer", "-happened_on", "-id"], name="major_change_customer"),
            models.Index(fields=["customer", "-recorded_at", "-id"], name="major_change_stream"),
            models.Index(fields=["-happened_on", "-id"], name="major_change_newest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.happened_on:%F}"
