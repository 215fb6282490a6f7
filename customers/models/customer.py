"""The customer file (rows Z1-Z10, M4, T3, Ni8)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.fields import IdentifierField
from crm_project.lib.sensitive import ADDRESS, EMAIL, PHONE, sensitive
from crm_project.lib.sort_names import SortedByName, SortNameField

from .choices import Kind, Level, ListKind, PoolReason, Segment, Stage, ValueRating
from .lists import ListItem
from .scope import CustomerQuerySet

USER = settings.AUTH_USER_MODEL


def _list_field(kind, label):
    return models.ForeignKey(
        ListItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        limit_choices_to={"kind": kind, "active": True},
        verbose_name=label,
    )


def is_person(customer):
    """Whether the name begins with a surname."""
    return customer.kind == Kind.INDIVIDUAL


class Customer(SortedByName, models.Model):
    """One company or person. Who owns it stands in `Ownership`; without that row it is in the public pool.

    `pooled_at`, `pool_reason`, `last_owner` and `former_owners` are written by `assignment` only,
    `last_followup_at` by `assignment.domain.last_followup` only.
    """

    code = IdentifierField(_("code"), max_length=20, unique=True)
    name = models.CharField(pgettext_lazy("company", "full name"), max_length=160)
    sort_name = SortNameField(source="name", person=is_person)
    name_key = models.CharField(
        max_length=200,
        unique=True,
        editable=False,
        error_messages={"unique": _("A customer with this name already exists.")},
    )
    name_confirmed = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPANY)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="customers", verbose_name=_("department")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.POTENTIAL)
    stage_since = models.DateTimeField(_("in this stage since"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name=_("branch of")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    # What it is
    type = _list_field(ListKind.TYPE, _("company type"))
    site = _list_field(ListKind.SITE, _("company site"))
    trade = _list_field(ListKind.TRADE, _("trade"))
    category = _list_field(ListKind.CATEGORY, _("product category"))
    source = _list_field(ListKind.SOURCE, _("source"))
    regions = models.ManyToManyField(ListItem, blank=True, related_name="+", verbose_name=_("regions of operation"))
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    level = models.CharField(_("class"), max_length=12, choices=Level, blank=True)
    file_number = models.CharField(_("file number"), max_length=20, blank=True, editable=False)
    value_rating = models.CharField(_("value rating"), max_length=10, choices=ValueRating, blank=True)
    vip = models.BooleanField(_("VIP"), default=False)
    restricted = models.BooleanField(_("restricted file"), default=False)
    bad_debt = models.BooleanField(default=False, editable=False)
    # Where and how to reach it
    address = sensitive(ADDRESS, models.CharField(_("address"), max_length=200, blank=True))
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    phone = sensitive(PHONE, models.CharField(_("phone"), max_length=40, blank=True))
    fax = sensitive(PHONE, models.CharField(_("fax"), max_length=40, blank=True))
    email = sensitive(EMAIL, models.EmailField(_("e-mail"), blank=True))
    website = models.CharField(_("website"), max_length=120, blank=True)
    # What the file says
    introduction = models.CharField(_("introduction"), max_length=500, blank=True)
    profile = models.CharField(_("profile"), max_length=50, blank=True, help_text=_("At most 50 characters."))
    tax_id = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    business_scope = models.TextField(_("business scope"), blank=True)
    registered_capital = models.DecimalField(
        _("registered capital (CNY)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    cooperating_since = models.DateField(_("customer since"), null=True, blank=True)
    producer = models.CharField(
        _("manufacturer or distributor"),
        max_length=12,
        blank=True,
        choices=[("manufacturer", _("Manufacturer")), ("distributor", _("Distributor")), ("both", _("Both"))],
    )
    varieties = models.CharField(_("products purchased"), max_length=200, blank=True)
    main_products = models.CharField(_("main products"), max_length=200, blank=True)
    downstream = models.CharField(_("downstream market"), max_length=200, blank=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("entered"), editable=False)
    changed_at = models.DateTimeField(editable=False)
    # An invalid entry is removed from every list, kept for its creator's account (Ni4)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    removal_reason = models.CharField(max_length=200, blank=True, editable=False)
    # What the customer needs now, when that was last written or confirmed, and by whom (Nh8).
    needs = models.CharField(_("needs"), max_length=500, blank=True)
    needs_on = models.DateField(_("needs as of"), null=True, editable=False)
    needs_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)
    # Written by others, see above
    pooled_at = models.DateTimeField(_("in the pool since"), null=True, editable=False)
    pool_reason = models.CharField(max_length=12, choices=PoolReason, blank=True, editable=False)
    last_owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    former_owners = models.PositiveSmallIntegerField(default=0, editable=False)
    last_followup_at = models.DateTimeField(_("last follow-up"), null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["department", "-id"], name="customer_department"),
            models.Index(fields=["department", "-last_followup_at", "-id"], name="customer_followed"),
            models.Index(
                fields=["department", "-pooled_at", "-id"],
                name="customer_pool",
                condition=models.Q(pooled_at__isnull=False),
            ),
            models.Index(
                fields=["-pooled_at", "-id"], name="customer_pool_all", condition=models.Q(pooled_at__isnull=False)
            ),
            # With the key, so that a filtered list is counted without reading the files.
            *(
                models.Index(fields=[name, "id"], name=f"customer_{name}")
                for name in ("type", "site", "trade", "category", "source")
            ),
            models.Index(fields=["file_number"], name="customer_file_number", condition=~models.Q(file_number="")),
            models.Index(fields=["tax_id"], name="customer_tax_id", condition=~models.Q(tax_id="")),
            models.Index(fields=["department", "-id"], name="customer_vip", condition=models.Q(vip=True)),
            models.Index(fields=["level", "id"], name="customer_class", condition=~models.Q(level="")),
            models.Index(fields=["id"], name="customer_restricted", condition=models.Q(restricted=True)),
            models.Index(fields=["id"], name="customer_official", condition=models.Q(stage="official")),
            models.Index(fields=["sort_name", "id"], name="customer_sorted"),
            models.Index(
                fields=["created_by", "-removed_at"],
                name="customer_removed",
                condition=models.Q(removed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Upper("code"),
                name="customer_code_alike",
                violation_error_message=_("A customer with this code already exists."),
            ),
            models.UniqueConstraint(
                fields=["file_number"], name="customer_file_once", condition=~models.Q(file_number="")
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ownership_or_none(self):
        """The ownership row, or None in the pool: as loaded with `select_related("ownership")`, else asked once and kept."""
        return getattr(self, "ownership", None)
