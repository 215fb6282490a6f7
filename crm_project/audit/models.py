"""Append-only record of every change and every guarded look, chained by hash (rows Na8, Ne3, M10)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that happened. The database refuses to change or delete a row; only sealing fills the last two columns.

    Rows are written inside the change's own transaction and sealed in order a moment later, so that two
    writers never wait for each other's place in the chain.
    """

    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind"), max_length=40)
    subject_id = models.CharField(_("number"), max_length=40)
    subject_name = models.CharField(_("name"), max_length=200)
    customer_id = models.BigIntegerField(null=True)
    changes = models.JSONField(_("changes"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    seal = models.PositiveBigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_subject"),
            models.Index(fields=["customer_id", "-at"], name="audit_customer"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
            models.Index(fields=["action", "-at"], name="audit_action"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)),
        ]

    def __str__(self):
        return f"{self.at:%F %T} {self.action} {self.subject_name}"
