"""Managed lists, number series and what admins set for the files (rows Nc3, Nf10, Ni13)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language

from .choices import Level, ListKind, Segment

USER = settings.AUTH_USER_MODEL


class ListItem(models.Model):
    """One value of a managed list; switched off rather than deleted."""

    kind = models.CharField(_("list"), max_length=12, choices=ListKind)
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["kind", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="list_item_once")]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class Series(models.Model):
    """Next number of a series; its row lock makes numbers unique."""

    name = models.CharField(max_length=40, primary_key=True)
    next = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return f"{self.name} {self.next}"


class FileMinimum(models.Model):
    """What a department asks of a new customer before it may be saved; departments below inherit (Nc3, Nf10)."""

    department = models.OneToOneField("accounts.Department", models.CASCADE, primary_key=True, related_name="+")
    fields = models.JSONField(default=list)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self):
        return f"{self.department_id}: {len(self.fields)}"


class ClassRhythm(models.Model):
    """How many customers of a class a rep should hold, and days between contacts by the line of an open deal; 0: not asked (Ni13)."""

    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    level = models.CharField(_("class"), max_length=10, choices=Level)
    least = models.PositiveSmallIntegerField(default=0)
    short = models.PositiveSmallIntegerField(default=0)
    mid = models.PositiveSmallIntegerField(default=0)
    long = models.PositiveSmallIntegerField(default=0)
    other = models.PositiveSmallIntegerField(default=0)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "level"], name="rhythm_once")]

    def __str__(self):
        return f"{self.segment} {self.level}: {self.least}"


class ClassRule(models.Model):
    """What a company itself says of a class: definition, outline, required fields, conditions (Ni8, Ni9)."""

    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    level = models.CharField(_("class"), max_length=10, choices=Level)
    definition = models.CharField(_("definition"), max_length=200)
    definition_zh = models.CharField(_("definition in Chinese"), max_length=200, blank=True)
    outline = models.CharField(_("outline of the profile"), max_length=200, blank=True)
    outline_zh = models.CharField(_("outline in Chinese"), max_length=200, blank=True)
    required = models.JSONField(_("required fields"), default=list)
    deal_months = models.PositiveSmallIntegerField(default=0)
    deal_lines = models.JSONField(default=list)
    lead = models.BooleanField(default=False)
    contract = models.BooleanField(default=False)
    contact_days = models.PositiveSmallIntegerField(default=0)
    checked = models.BooleanField(default=False)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "level"], name="class_once")]

    def __str__(self):
        return f"{self.segment} {self.level}"
