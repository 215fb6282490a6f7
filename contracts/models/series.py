"""The series in which contracts are numbered: a managed list, since a company has kinds of contracts of its own (row Nc15)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language


class NumberSeries(models.Model):
    """One series, such as HT for sales contracts; switched off rather than deleted. Each counts from 1 in every year."""

    key = models.CharField(
        _("prefix"),
        max_length=8,
        unique=True,
        help_text=_("Numbers begin with it: HT gives HT-2026-0001. It can't be changed later."),
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", _("Capital letters and digits only, a letter first."))],
    )
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{in_language(self.name, self.name_zh)} ({self.key})"
