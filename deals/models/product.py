"""What is sold, at what price, and who may take how much off it (row Na11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language

CURRENCY = "CNY"


class Product(models.Model):
    """Something that is sold; switched off rather than deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    category = models.ForeignKey(
        "customers.ListItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "category", "active": True},
        verbose_name=_("product category"),
    )
    specification = models.CharField(_("specification"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=20)
    warranty_months = models.PositiveSmallIntegerField(_("warranty in months"), null=True, blank=True)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {in_language(self.name, self.name_zh)}"


class PriceList(models.Model):
    """Prices in one currency that hold from a day; for one department with those below, or for the whole company."""

    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid to"), null=True, blank=True)
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="price_lists",
        verbose_name=_("department"),
    )

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self):
        return self.name


class Price(models.Model):
    """What one unit of a product costs on one price list, before discount."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, models.PROTECT, related_name="prices", verbose_name=_("product"))
    amount = models.DecimalField(_("price"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["price_list", "product"], name="price_once")]

    def __str__(self):
        return f"{self.product} {self.amount}"


class DiscountLimit(models.Model):
    """Up to how many percent off the list price a role may grant by itself (Na11); none named: nothing."""

    role = models.OneToOneField("accounts.Role", models.CASCADE, related_name="discount_limit", verbose_name=_("role"))
    percent = models.DecimalField(_("discount up to (%)"), max_digits=5, decimal_places=2)

    def __str__(self):
        return f"{self.role} {self.percent} %"
