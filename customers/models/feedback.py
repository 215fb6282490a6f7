"""What customers say about us: complaints, praise, questions, wishes; answered in time by the person responsible (row Nh8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.language import in_language

from .contact import Contact
from .customer import Customer

USER = settings.AUTH_USER_MODEL


class FeedbackKind(models.Model):
    """One kind: who answers it, and within how many working days; switched off rather than deleted."""

    class GoesTo(models.TextChoices):
        OWNER = "owner", _("The customer's owner")
        HEAD = "head", _("The head of the owner's department")
        DEPARTMENT = "department", _("The head of a department")
        PERSON = "person", _("A person")

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)
    goes_to = models.CharField(_("goes to"), max_length=10, choices=GoesTo, default=GoesTo.OWNER)
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(_("working days for the answer"), default=2)
    # What a bad answer in a questionnaire becomes; of one kind at most.
    of_bad_answers = models.BooleanField(_("bad answers in questionnaires become this kind"), default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_bad_answers"], name="feedback_of_bad_answers", condition=models.Q(of_bad_answers=True)
            )
        ]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class CustomerFeedback(models.Model):
    """What a customer said, who answers it and until when, and what the customer was told."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", pgettext_lazy("customer feedback", "Answered")
        CLOSED = "closed", pgettext_lazy("customer feedback", "Closed")

    class Channel(models.TextChoices):
        PHONE = "phone", _("By phone")
        EMAIL = "email", _("By e-mail")
        VISIT = "visit", _("In a visit")
        MESSAGE = "message", _("By message")
        SURVEY = "survey", _("In a questionnaire")
        OTHER = "other", _("In another way")

    class Source(models.TextChoices):
        ORDER = "order", _("Service order")
        VISIT = "visit", _("Return visit")
        SURVEY = "survey", _("Questionnaire")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="feedback", verbose_name=_("customer"))
    # As it was called when the feedback was entered: whoever answers may not see the file.
    customer_name = models.CharField(_("customer"), max_length=160)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    kind = models.ForeignKey(FeedbackKind, models.PROTECT, related_name="feedback", verbose_name=_("kind"))
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel)
    received_at = models.DateTimeField(_("received"))
    text = models.TextField(_("what the customer said"), max_length=2000)
    # From where it was entered, and the key of that row.
    source = models.CharField(_("entered from"), max_length=8, choices=Source, blank=True)
    source_id = models.PositiveBigIntegerField(null=True)
    # None: it came by itself, from a questionnaire.
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by"))
    recorded_at = models.DateTimeField(_("entered"))
    # Whose customer it was then: by it feedback is counted.
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    answerer = models.ForeignKey(USER, models.PROTECT, related_name="customer_feedback", verbose_name=_("who answers"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField(_("answer until"))
    # When it is next reminded of; None once it is answered.
    next_at = models.DateTimeField(null=True)
    answer = models.TextField(_("what the customer was told"), max_length=2000, blank=True)
    answered_how = models.CharField(_("how the customer was told"), max_length=8, choices=Channel, blank=True)
    answered_at = models.DateTimeField(_("when the customer was told"), null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(_("answered late"), default=False)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_at"], name="customer_feedback_reminder", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["customer", "-recorded_at", "-id"], name="customer_feedback_customer"),
            models.Index(fields=["-recorded_at", "-id"], name="customer_feedback_newest"),
            models.Index(
                fields=["answerer", "due_at"], name="customer_feedback_open", condition=models.Q(status="open")
            ),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.recorded_at:%F}"


class FeedbackEntry(models.Model):
    """What was done about it, in its order; none changes."""

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("entered it")
        ANSWERED = "answered", _("answered the customer")
        PASSED = "passed", _("passed it on")
        ORDERED = "ordered", _("opened a service order from it")
        CLOSED = "closed", _("closed it")
        REOPENED = "reopened", _("reopened it")

    feedback = models.ForeignKey(CustomerFeedback, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.feedback_id} {self.kind}"
