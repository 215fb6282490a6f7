"""Questionnaires to customers: their versions, to whom each was sent, what was answered (row T22)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language
from customers.models.scope import FileQuerySet

from .choices import SentBy

USER = settings.AUTH_USER_MODEL


class Questionnaire(models.Model):
    """One questionnaire through all of its versions. `levels`: the classes of customers it is meant for; empty: all."""

    name = models.CharField(_("name"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    levels = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_zh)


class QuestionnaireVersion(models.Model):
    """What is asked (`rules.questionnaires.body`). Published it never changes; at most one is a draft."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(published_at=None), name="questionnaire_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class InvitationQuerySet(FileQuerySet):
    """Invitations by whose customers they went to, and by where they stand."""

    def visible_to(self, user, scope):
        """To customers in the reach of the action (FileScope), and those that one sent."""
        return self.in_files_of(user, scope, also=Q(sent_by=user))

    def waiting(self, at):
        """Those that can still be answered."""
        return self.filter(answered_at=None, withdrawn_at=None, expires_at__gt=at)

    def answered(self):
        """Those that were."""
        return self.filter(answered_at__isnull=False)


class QuestionnaireInvitation(models.Model):
    """One contact asked once; `draft` is what was typed and not sent yet, {question: answer}."""

    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="invitations")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="questionnaires")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+")
    product = models.ForeignKey("deals.Product", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("sent by"), max_length=6, choices=SentBy)
    language = models.CharField(_("language"), max_length=10)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    address_refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    draft = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    # The class of the customer when it was answered.
    level = models.CharField(max_length=12, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["version", "-sent_at", "-id"], name="invitation_newest"),
            models.Index(fields=["version", "answered_at"], name="invitation_answered"),
            models.Index(fields=["customer", "-sent_at"], name="invitation_customer"),
            models.Index(fields=["sent_at"], name="invitation_to_mail", condition=Q(channel="mail", mailed_at=None)),
            models.Index(
                fields=["mailed_at"],
                name="invitation_to_remind",
                condition=Q(channel="mail", reminded_at=None, answered_at=None, withdrawn_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("sent_at")), name="invitation_answered_after"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InvitationLink(models.Model):
    """A link that opens an invitation: of its token only the SHA-256 is kept. Mail, reminder and print have one each."""

    invitation = models.ForeignKey(QuestionnaireInvitation, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class QuestionnaireAnswer(models.Model):
    """The answer to one question; to a question with several choices one row each."""

    invitation = models.ForeignKey(QuestionnaireInvitation, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12)
    choice = models.CharField(max_length=12, blank=True)
    number = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    day = models.DateField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["question", "choice"], name="answer_question")]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "question", "choice"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.question}"
