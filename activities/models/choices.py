"""Kinds of follow-up and task (rows Nf12, Ni11, M12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUpKind(models.TextChoices):
    CALL_OUT = "call_out", _("Outgoing call")
    CALL_IN = "call_in", _("Incoming call")
    VISIT_OUT = "visit_out", _("Site visit")
    VISIT_IN = "visit_in", _("Customer visited us")
    MEETING = "meeting", _("Meeting")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    FAX = "fax", _("Fax")
    OBJECTION = "objection", _("Objection handling")
    TICKET = "ticket", _("Ticket delivery")
    NOTE = "note", _("Note")
    # Written by finishing a task with a result, never chosen in a form.
    TASK = "task", _("Task done")
    OTHER = "other", _("Other")


# Those of which a report of a visit is printed.
VISIT_KINDS = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN, FollowUpKind.MEETING)
# What an author writes of an exchange: kept by a correction, shown by the edit form and the timeline.
WRITTEN = (
    "kind",
    "counterpart",
    "position",
    "answered",
    "purpose",
    "content",
    "result",
    "next_step",
    "next_contact_at",
    "occurred_at",
    "late_reason",
)


def recorded_kinds():
    """Kinds that a person chooses for a follow-up."""
    return [choice for choice in FollowUpKind.choices if choice[0] != FollowUpKind.TASK]


class Check(models.TextChoices):
    """What the manager said of a follow-up."""

    NONE = "", _("Not checked")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class Part(models.TextChoices):
    """What a contact record may be asked to say (Ni11)."""

    PERSON = "counterpart", _("Person")
    POSITION = "position", _("Position")
    PURPOSE = "purpose", _("Purpose")
    CONTENT = "content", _("Notes")
    RESULT = "result", _("Result")
    NEXT_STEP = "next_step", _("Next step")


class Closed(models.TextChoices):
    """Why a task was closed without being done."""

    RELEASED = "released", _("the customer went to the pool")
    LEFT = "left", _("the person of the task no longer works on the customer")
    VOID = "void", _("the entry that it follows from is void")
    RECEPTION = "reception", _("the reception needs it no longer")


class TaskKind(models.TextChoices):
    TASK = "task", _("Task")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
