"""States of a violation, what may be decided, and what follows from it (row Nh6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Whose turn it is."""

    STATEMENT = "statement", pgettext_lazy("violation", "Statement asked for")
    DECISION = "decision", pgettext_lazy("violation", "To decide")
    DECIDED = "decided", pgettext_lazy("violation", "Decided")
    APPEALED = "appealed", pgettext_lazy("violation", "Appealed")
    FINAL = "final", pgettext_lazy("violation", "Decided finally")
    WITHDRAWN = "withdrawn", pgettext_lazy("violation", "Withdrawn")
    VOID = "void", pgettext_lazy("violation", "Void")


# Nobody has decided yet.
UNDECIDED = (State.STATEMENT, State.DECISION)
# Somebody still has to do something.
OPEN = (*UNDECIDED, State.APPEALED)


class Decision(models.TextChoices):
    UPHELD = "upheld", pgettext_lazy("violation", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("violation", "Dismissed")


class Effect(models.TextChoices):
    """What the rule books name as discipline; dismissal is the closing of the account, legal action stands outside the CRM."""

    NOTE = "note", pgettext_lazy("violation", "Noted only")
    WARNING = "warning", pgettext_lazy("violation", "Warning")
    DEDUCTION = "deduction", _("Deduction in the month's score")
    SUSPENSION = "suspension", _("Account suspended")
