"""Words of contracts that stand in the database (rows Nc15, Nc16, T18, T19, Z12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Promises(models.TextChoices):
    """Whether gifts or promises were made; nothing said is not “none” (Nc16)."""

    NONE = "none", _("No")
    SOME = "some", _("Yes")


class PromiseKind(models.TextChoices):
    GIFT = "gift", _("Gift")
    PROMISE = "promise", _("Promise")


class CheckKind(models.TextChoices):
    """What is checked of the counterpart before signing (T18)."""

    LEGAL_PERSON = "legal_person", _("Legal person")
    RIGHT_TO_TRADE = "trade", _("Right to trade")
    ABILITY = "ability", _("Ability and credit")
    AUTHORITY = "authority", _("Signatory's authority")


class CheckState(models.TextChoices):
    OPEN = "open", _("Not checked yet")
    GOOD = "good", _("Passed")
    BAD = "bad", _("Not passed")


class FileKind(models.TextChoices):
    SCAN = "scan", _("Signed and stamped scan")
    EVIDENCE = "evidence", _("Evidence of a check")
    PAPER = "paper", _("Document")
    OTHER = "other", _("Attachment")


class Clause(models.TextChoices):
    """What every standard text says (T19), in the order of print."""

    PRODUCT = "product", pgettext_lazy("clause", "Product")
    SPECIFICATION = "specification", pgettext_lazy("clause", "Specification")
    QUANTITY = "quantity", pgettext_lazy("clause", "Quantity")
    QUALITY = "quality", pgettext_lazy("clause", "Quality")
    PRICE = "price", pgettext_lazy("clause", "Price")
    SETTLEMENT = "settlement", pgettext_lazy("clause", "Settlement")
    RIGHTS = "rights", pgettext_lazy("clause", "Rights and duties")
    DISPUTES = "disputes", pgettext_lazy("clause", "Disputes")


class TextStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved by legal")
    RETIRED = "retired", _("Retired")


class TextLanguage(models.TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class ExpenseKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    GIFT = "gift", _("Gift")
    OTHER = "other", pgettext_lazy("expense", "Other")


class ExpenseStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# In which money may come in; amounts in others are not added up.
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
