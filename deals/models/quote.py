"""Quotes and their lines (row Na11)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import QuoteStatus
from .deal import Deal
from .product import CURRENCY, PriceList, Product

USER = settings.AUTH_USER_MODEL


class QuoteQuerySet(models.QuerySet):
    """Quotes by who may read them."""

    def visible_to(self, user, scope):
        """Those of the deals that the user may read; `scope`: FileScope of `deal.view`."""
        if scope.everything:
            return self.all()
        return self.filter(deal__in=Deal.objects.visible_to(user, scope).values("pk"))


class Quote(models.Model):
    """Prices offered to a customer, printable; a discount beyond one's limit waits for approval (Na11)."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="quotes")
    number = models.CharField(_("number"), max_length=40, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=QuoteStatus, default=QuoteStatus.DRAFT)
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="+", verbose_name=_("price list"))
    currency = models.CharField(_("currency"), max_length=3, default=CURRENCY)
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=2, default=0)
    valid_until = models.DateField(_("valid until"))
    terms = models.TextField(_("terms"), blank=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="quote_newest")]

    def __str__(self):
        return self.number


class QuoteLine(models.Model):
    """One product of a quote: the list price then, the discount, and what it comes to."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    list_price = models.DecimalField(_("list price"), max_digits=14, decimal_places=2)
    discount = models.DecimalField(_("discount (%)"), max_digits=5, decimal_places=2, default=0)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.product} × {self.quantity}"
