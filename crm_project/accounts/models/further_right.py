"""Rights that a person has beside those of their role, each given on a request (row Ne6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Action, Scope


class FurtherRight(models.Model):
    """One right, for good or until a day. `User.further_grants` follows from those that are open: `accounts.domain.further_rights`.

    `request_id` is the key of the request for it (`rights.RightRequest`), a plain number because requests lie above people.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="further_rights")
    action = models.CharField(_("right"), max_length=40, choices=Action)
    scope = models.CharField(_("how far"), max_length=12, choices=Scope)
    # The last day on which it holds; None: for good.
    until = models.DateField(_("until"), null=True)
    request_id = models.BigIntegerField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-given_at"], name="further_right_of"),
            models.Index(fields=["until"], name="further_right_open", condition=models.Q(ended_at__isnull=True)),
        ]
        constraints = [
            # One request gives one right, however often it is approved.
            models.UniqueConstraint(
                fields=["request_id"], name="further_right_once", condition=models.Q(ended_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.action} {self.scope}"
