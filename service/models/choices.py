"""Statuses, priorities and channels of service orders (rows Ni21, Ne10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from service.rules import remedial_steps, steps


class Status(models.TextChoices):
    """Where an order stands, in the order of its life; cancelled leads out of it."""

    RECORDED = steps.RECORDED, pgettext_lazy("order", "Recorded")
    ACCEPTED = steps.ACCEPTED, pgettext_lazy("order", "Accepted")
    UNDER_WAY = steps.UNDER_WAY, pgettext_lazy("order", "Under way")
    WAITING = steps.WAITING, pgettext_lazy("order", "Waiting")
    DONE = steps.DONE, pgettext_lazy("order", "Done")
    CONFIRMED = steps.CONFIRMED, pgettext_lazy("order", "Confirmed by the customer")
    CLOSED = steps.CLOSED, pgettext_lazy("order", "Closed")
    CANCELLED = steps.CANCELLED, pgettext_lazy("order", "Cancelled")


class Priority(models.TextChoices):
    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class Channel(models.TextChoices):
    """How the customer came to us."""

    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Email")
    VISIT = "visit", _("Visit")
    MESSAGE = "message", _("Message")
    WEB = "web", _("Website")


class WaitsFor(models.TextChoices):
    CUSTOMER = "customer", pgettext_lazy("waiting for", "the customer")
    PARTS = "parts", pgettext_lazy("waiting for", "parts")
    DEPARTMENT = "department", pgettext_lazy("waiting for", "another department")


class Origin(models.TextChoices):
    """What a remedial plan begins from (row M16)."""

    COMPLAINT = "complaint", pgettext_lazy("origin", "A complaint")
    WRONG_FILE = "wrong_file", pgettext_lazy("origin", "A wrong customer file")
    ORDER = "order", pgettext_lazy("origin", "A service order")
    VISIT = "visit", pgettext_lazy("origin", "A return visit")


class Step(models.TextChoices):
    """The ten steps of a remedial plan, in their order; cancelled leads out of it (row M16)."""

    DRAFT = remedial_steps.DRAFT, pgettext_lazy("remedial plan", "Draft")
    DRAFT_REVIEW = remedial_steps.DRAFT_REVIEW, pgettext_lazy("remedial plan", "Review of the draft")
    DRAFT_APPROVAL = remedial_steps.DRAFT_APPROVAL, pgettext_lazy("remedial plan", "Approval of the draft")
    HANDING_OVER = remedial_steps.HANDING_OVER, pgettext_lazy("remedial plan", "Handing out tasks")
    EXECUTION = remedial_steps.EXECUTION, pgettext_lazy("remedial plan", "Departments at work")
    FEEDBACK = remedial_steps.FEEDBACK, pgettext_lazy("remedial plan", "Feedback to service")
    REPORT = remedial_steps.REPORT, pgettext_lazy("remedial plan", "Report")
    REPORT_REVIEW = remedial_steps.REPORT_REVIEW, pgettext_lazy("remedial plan", "Review of the report")
    REPORT_APPROVAL = remedial_steps.REPORT_APPROVAL, pgettext_lazy("remedial plan", "Approval of the report")
    CLOSED = remedial_steps.CLOSED, pgettext_lazy("remedial plan", "Filed and closed")
    CANCELLED = remedial_steps.CANCELLED, pgettext_lazy("remedial plan", "Cancelled")


class TextKind(models.TextChoices):
    """What service writes in a remedial plan."""

    DRAFT = remedial_steps.DRAFT, pgettext_lazy("remedial plan", "Draft")
    REPORT = remedial_steps.REPORT, pgettext_lazy("remedial plan", "Report")


class Move(models.TextChoices):
    """How a remedial plan came to a step."""

    BEGUN = "begun", pgettext_lazy("remedial plan", "begun")
    SUBMITTED = "submitted", pgettext_lazy("remedial plan", "submitted")
    APPROVED = "approved", pgettext_lazy("remedial plan", "approved")
    HANDED_OVER = "handed_over", pgettext_lazy("remedial plan", "tasks handed out")
    FED_BACK = "fed_back", pgettext_lazy("remedial plan", "all tasks done")
    ACCEPTED = "accepted", pgettext_lazy("remedial plan", "feedback accepted")
    SENT_BACK = "sent_back", pgettext_lazy("remedial plan", "sent back")
    REOPENED = "reopened", pgettext_lazy("remedial plan", "reopened")
    CANCELLED = "cancelled", pgettext_lazy("remedial plan", "cancelled")


class SentBy(models.TextChoices):
    """How a questionnaire reaches a contact."""

    MAIL = "mail", _("Email")
    PRINT = "print", pgettext_lazy("questionnaire", "Printed code")
    PHONE = "phone", _("Phone")
