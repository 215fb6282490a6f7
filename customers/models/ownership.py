"""Who holds a customer, and who works on it beside the owner."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.database.prepared import prepared

from .customer import Customer

USER = settings.AUTH_USER_MODEL


class Ownership(models.Model):
    """Who holds the customer. No row: it is in the public pool. Written by `assignment` only.

    The last block is derived: `assignment.domain.deadlines.refresh` computes it, nobody else writes it.
    `policy.NEVER` stands for "no deadline", so that every sort and range is served by an index.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="ownership")
    owner = models.ForeignKey(USER, models.PROTECT, related_name="holdings", verbose_name=_("owner"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    since = models.DateTimeField(_("owned since"))
    extended_until = models.DateTimeField(null=True)
    review_after = models.DateTimeField(null=True, help_text=_("a granted review suspends reviews until then"))
    counts_after = models.DateTimeField(null=True, help_text=_("invalid follow-ups are counted from then on"))
    spared_until = models.DateTimeField(
        null=True, help_text=_("restored by an undo and not released again before then")
    )
    reminded_for = models.DateTimeField(null=True, help_text=_("the deadline the owner was reminded of"))

    release_at = models.DateTimeField(_("deadline"))
    remind_at = models.DateTimeField()
    review_at = models.DateTimeField()
    rule = models.CharField(max_length=20, blank=True)
    contacted_at = models.DateTimeField(null=True)
    policy_version = models.BigIntegerField(null=True)
    contact_due_at = models.DateTimeField(null=True, help_text=_("when the rule “no contact” is due"))
    coming_at = models.DateTimeField(
        null=True, help_text=_("the deadline under a change of the rules that is approved but not yet in force")
    )
    coming_from = models.DateField(null=True, help_text=_("the day from which that change applies"))
    coming_contact_at = models.DateTimeField(null=True, help_text=_("when “no contact” is due under that change"))

    class Meta:
        indexes = [
            models.Index(fields=["release_at", "customer"], name="ownership_release"),
            models.Index(fields=["remind_at", "customer"], name="ownership_remind"),
            models.Index(fields=["review_at", "customer"], name="ownership_review"),
            models.Index(fields=["owner", "release_at", "customer"], name="ownership_owner"),
            models.Index(fields=["department", "release_at", "customer"], name="ownership_department"),
        ]

    def __str__(self):
        return f"{self.customer_id} → {self.owner_id}"

    @classmethod
    def of(cls, customer_id):
        """The customer's ownership as it stands now, with owner and department, or None in the pool: the one way to ask for it.

        Where the row was loaded with the customer, `customer.ownership_or_none` has it.
        """
        return next(iter(_of(customer_id)), None)


@prepared
def _of(customer):
    return Ownership.objects.filter(pk=customer).select_related("owner", "department")


class Collaborator(models.Model):
    """Somebody registered to work on a colleague's customer (D8, Z11)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(USER, models.PROTECT, related_name="collaborations", verbose_name=_("collaborator"))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("purpose"), max_length=200, blank=True)
    registered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "user"], name="collaborator_once", condition=models.Q(until__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.customer_id} + {self.user_id}"
