"""What somebody did a moment ago and may take back: which verb, with what, until when."""

from django.conf import settings
from django.db import models


class RecentAction(models.Model):
    """One action of one person that can be undone until `expires_at`, unless somebody built on it.

    It is no record of what happened: that is the ledger's and the audit's, which keep the action and its undo. Rows are
    removed after a month.
    """

    # The key of a kind that an app declares (`undo.rules.kinds`).
    kind = models.CharField(max_length=30)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recent_actions")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    subject = models.CharField(max_length=200, blank=True)
    # What the verb was called with and what its reverse needs.
    arguments = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    # [[name, why]] of what an undo of several could not put back.
    stayed = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="recent_action_mine"),
            models.Index(fields=["at"], name="recent_action_old"),
        ]

    def __str__(self):
        return f"{self.at:%F %T} {self.kind} {self.subject}"
