"""The managed lists of service: kinds of orders, categories of a kind, causes (row Ni21)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language


class ListEntry(models.Model):
    """One word of a list, in both languages; one that is no longer offered stays on the orders that have it."""

    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_zh)


class OrderKind(ListEntry):
    """What kind of work; files, targets and commands name it by its key."""

    key = models.SlugField(_("key"), max_length=40, unique=True)


class OrderCategory(ListEntry):
    """A finer word for orders of one kind."""

    kind = models.ForeignKey(OrderKind, models.PROTECT, related_name="categories", verbose_name=_("kind"))


class OrderCause(ListEntry):
    """Why the work was needed, known when it is done."""
