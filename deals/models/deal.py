"""Pipelines with their stages; deals with their products and progress (rows Na9, Na12, Ni17-Ni20, D7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language
from customers.models.scope import FileQuerySet

from .choices import Line, Status
from .product import CURRENCY, Product

USER = settings.AUTH_USER_MODEL


class Pipeline(models.Model):
    """The steps of a company's sales process; departments without one of their own use the standard one (Na9, D7)."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)
    standard = models.BooleanField(_("used by departments without their own choice"), default=False)
    departments = models.ManyToManyField(
        "accounts.Department", blank=True, related_name="pipelines", verbose_name=_("departments")
    )

    class Meta:
        ordering = ["-standard", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard"], name="one_standard_pipeline", condition=models.Q(standard=True)
            )
        ]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class Stage(models.Model):
    """One of the steps 0-10: its name, how likely a deal there is won, what must be known to enter it (Ni17)."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField(_("stage"))
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    probability = models.PositiveSmallIntegerField(_("probability (%)"), default=0)
    conditions = models.JSONField(
        _("needed to enter"), default=list, help_text=_("keys of deals.domain.stages.CONDITIONS")
    )
    update_days = models.PositiveSmallIntegerField(_("update every (days)"), default=14)
    # Switched off rather than deleted: closed deals and records of the past name it.
    active = models.BooleanField(_("available"), default=True, editable=False)

    class Meta:
        ordering = ["pipeline", "number"]
        constraints = [models.UniqueConstraint(fields=["pipeline", "number"], name="stage_once")]

    def __str__(self):
        return f"{self.number} {in_language(self.name, self.name_zh)}"


class DealQuerySet(FileQuerySet):
    """Deals by who may read them."""

    def visible_to(self, user, scope):
        """Of customers that the user owns, helps with or heads, and those they closed; `scope`: FileScope of `deal.view`."""
        return self.in_files_of(user, scope, also=Q(owner=user) & ~Q(status="open"))


class Deal(models.Model):
    """An opportunity at a customer; worked on by whoever owns the customer or is registered to help."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="deals", verbose_name=_("customer"))
    name = models.CharField(_("project"), max_length=120)
    intention = models.TextField(_("intention"), help_text=_("What does the customer want, and why from us?"))
    details = models.TextField(_("details"), blank=True)
    owner = models.ForeignKey(USER, models.PROTECT, related_name="deals", verbose_name=_("responsible"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+", editable=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"))
    stage_since = models.DateTimeField(editable=False)
    line = models.CharField(_("line"), max_length=8, choices=Line, default=Line.SHORT)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    expected_close = models.DateField(_("expected closing"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    closed_at = models.DateTimeField(null=True, editable=False)
    close_reason = models.CharField(_("reason"), max_length=200, blank=True)
    competitor = models.CharField(_("competitor"), max_length=120, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    update_due = models.DateField(_("next update"), editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ["expected_close", "id"]
        indexes = [
            models.Index(
                fields=["owner", "expected_close", "id"], name="deal_owner", condition=models.Q(status="open")
            ),
            models.Index(
                fields=["department", "expected_close", "id"], name="deal_department", condition=models.Q(status="open")
            ),
            models.Index(fields=["department", "-closed_at"], name="deal_closed", condition=~models.Q(status="open")),
            models.Index(fields=["update_due"], name="deal_update_due", condition=models.Q(status="open")),
            models.Index(fields=["owner", "closed_at"], name="deal_result", condition=~models.Q(status="open")),
            models.Index(fields=["created_by", "created_at"], name="deal_opened"),
            models.Index(fields=["customer", "-id"], name="deal_customer"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="deal_amount")]

    def __str__(self):
        return self.name


class DealToken(models.Model):
    """What a deal's name is found by (`lib.name_tokens`), apart from the deal so that its progress does not touch it."""

    # PostgreSQL gets a second index by this, for beginnings under any collation.
    token = models.CharField(max_length=12, db_index=True)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+", db_constraint=False)

    def __str__(self):
        return self.token


class DealProduct(models.Model):
    """What the customer is interested in, and how much of it (Ni18)."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="products")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "product"], name="deal_product_once")]

    def __str__(self):
        return f"{self.product} × {self.quantity}"


class Progress(models.Model):
    """A record of how a deal went on: it answers the last next step and names the next one (Ni19, Ni20). Never changed."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="progress")
    author = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    outline = models.TextField(_("what happened"))
    answer = models.CharField(_("result of the last next step"), max_length=300, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    # What changed with it: {"stage": [from, to], "amount": …, "expected_close": …, "status": …}, the trend is read from here (Na12).
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["deal", "-at", "-id"], name="progress_deal"),
            models.Index(fields=["-at"], name="progress_at"),
        ]

    def __str__(self):
        return self.outline[:60]
