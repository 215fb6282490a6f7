"""What every version of a department's rules has (rows Ni1, Ni2, Nf9, Nf16, M5); which one holds: `accounts.domain.department_versions`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DepartmentVersion(models.Model):
    """A version for a department (None: the whole company), from a day on (`holds_from` of the model); never changed, only followed."""

    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    number = models.PositiveIntegerField(_("version"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-holds_from", "-number"]

    def __str__(self):
        return f"{self.department or ''} {self.number}".strip()


def numbered_once(own: str, company: str, *also: str) -> list[models.BaseConstraint]:
    """The constraints of a version's number, by their names in the database: NULL is equal to nothing, so the company has its own."""
    return [
        models.UniqueConstraint(fields=["department", *also, "number"], name=own),
        models.UniqueConstraint(fields=[*also, "number"], name=company, condition=Q(department__isnull=True)),
    ]
