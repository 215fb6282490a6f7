"""What a person is told, and what people say to each other (rows Nh3, Ng6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one person: `kind` and `params` are rendered in the reader's language."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(  # noqa: DJ001 - unique where there is one, and most have none
        max_length=120, unique=True, null=True, help_text=_("the same notice is never sent twice")
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(fields=["id"], name="notice_unmailed", condition=models.Q(mailed_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.kind} → {self.user_id}"


class Comment(models.Model):
    """A remark on a customer or a request, with the people it mentions."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    at = models.DateTimeField()
    text = models.TextField(_("comment"), max_length=4000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="comment_subject")]

    def __str__(self):
        return self.text[:60]
