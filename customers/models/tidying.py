"""Duplicates, doubtful names and merges (rows Nc1, Ni7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .customer import Customer
from .scope import in_scope

USER = settings.AUTH_USER_MODEL


class DuplicatePairQuerySet(models.QuerySet):
    """Pairs by who decides about them."""

    def visible_to(self, user, scope, pages):
        """Of both customers of the pair `scope` reaches, and the user opens the page (`pages`)."""
        rows = self.filter(in_scope(user, scope, "one__"), in_scope(user, scope, "other__"))
        if pages.everything:
            return rows
        seen = Customer.objects.visible_to(user, pages).values("pk")
        return rows.filter(one__in=seen, other__in=seen)


class DuplicatePair(models.Model):
    """Two customers that may be one, found at night or by a person; `one` is the earlier (rows Nc1, Ni7)."""

    class How(models.TextChoices):
        CORE = "core", _("Same core name")
        SIMILAR = "similar", _("Similar name")
        PHONE = "phone", _("Same phone number")

    class State(models.TextChoices):
        OPEN = "open", _("To be checked")
        DIFFERENT = "different", _("Not a duplicate")
        MERGED = "merged", _("Merged")

    one = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    score = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-score", "-id"], name="duplicate_open", condition=models.Q(state="open"))]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="duplicate_once")]

    def __str__(self):
        return f"{self.one_id} = {self.other_id}"


class NameDoubt(models.Model):
    """A stored name that does not look like a full one: the codes of `names.questions`, kept by the nightly search (Nc1)."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="+")
    codes = models.JSONField(default=list)
    found_at = models.DateTimeField()

    def __str__(self):
        return f"{self.customer_id}: {', '.join(self.codes)}"


class TidyRun(models.Model):
    """One nightly search for duplicates and doubtful names."""

    at = models.DateTimeField()
    pairs = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    # {kind of `customers.domain.tidying.finding`: {department: how many rows of it}}.
    found = models.JSONField(default=dict)

    def __str__(self):
        return f"{self.at:%F %T}"


class MergeRecord(models.Model):
    """A merge as it was made: what moved from `merged` to `kept`, so that an undo puts exactly that back (Ni7)."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kept", "-id"], name="merge_kept")]

    def __str__(self):
        return f"{self.merged_id} → {self.kept_id}"
