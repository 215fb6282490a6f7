"""Receptions of customers at a level, and the managed lists of levels and rooms (row M11)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.language import in_language

USER = settings.AUTH_USER_MODEL


class ReceptionLevel(models.Model):
    """How a customer is received, the highest first; switched off rather than deleted. `important`: important customers get it by
    themselves. Limits are for each guest, empty: none. `schedule`: what a new plan begins with, a line each."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)
    important = models.BooleanField(_("for important customers"), default=False)
    gift_limit = models.DecimalField(_("gifts for each guest"), max_digits=10, decimal_places=2, null=True, blank=True)
    cost_limit = models.DecimalField(_("cost for each guest"), max_digits=10, decimal_places=2, null=True, blank=True)
    schedule = models.TextField(_("standing schedule"), max_length=2000, blank=True)
    schedule_zh = models.TextField(_("standing schedule in Chinese"), max_length=2000, blank=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class ReceptionRoom(models.Model):
    """A room in which customers are received; one reception at a time."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return in_language(self.name, self.name_zh)


class Reception(models.Model):
    """A customer comes to us: planned by its host, and recorded afterwards with the follow-up that it leads to."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("reception", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("reception", "Cancelled")
        RECORDED = "recorded", pgettext_lazy("reception", "Recorded")

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="receptions", verbose_name=_("customer")
    )
    level = models.ForeignKey(ReceptionLevel, models.PROTECT, related_name="receptions", verbose_name=_("level"))
    level_reason = models.CharField(_("why a higher level"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        ReceptionRoom, models.PROTECT, null=True, blank=True, related_name="receptions", verbose_name=_("room")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    host = models.ForeignKey(USER, models.PROTECT, related_name="receptions_hosted", verbose_name=_("host"))
    team = models.ManyToManyField(USER, related_name="receptions", verbose_name=_("takes part"))
    cost = models.DecimalField(_("estimated cost"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    tasks = models.ManyToManyField("activities.Task", related_name="receptions")
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    planned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("planned"))
    changed_at = models.DateTimeField()
    # When it is next reminded of; None once nobody waits for it.
    next_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(_("began"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    real_cost = models.DecimalField(_("real cost"), max_digits=12, decimal_places=2, null=True)
    above_reason = models.CharField(_("why above the limit"), max_length=300, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=8000, blank=True)
    followup = models.OneToOneField("activities.FollowUp", models.PROTECT, null=True, related_name="reception")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), null=True)

    class Meta:
        ordering = ["-begins_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-begins_at"], name="reception_customer"),
            models.Index(fields=["host", "ends_at"], name="reception_open", condition=models.Q(state="planned")),
            models.Index(fields=["room", "begins_at"], name="reception_room", condition=models.Q(state="planned")),
            models.Index(fields=["next_at"], name="reception_reminder", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["-begins_at", "-id"], name="reception_newest"),
        ]

    def __str__(self):
        return f"{self.begins_at:%F} {self.purpose[:60]}"


class ReceptionGuest(models.Model):
    """Who is expected, or came unexpected: a contact, or somebody by name. `came`: None until it is recorded."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="guests")
    contact = models.ForeignKey("customers.Contact", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    came = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class ReceptionStep(models.Model):
    """A line of the schedule."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="steps")
    starts = models.TimeField(_("time"), null=True)
    what = models.CharField(_("what"), max_length=200)
    who = models.CharField(_("who"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.what


class ReceptionGift(models.Model):
    """A gift with its value; `given`: it was, else it is planned."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="gifts")
    what = models.CharField(_("gift"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    given = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.what
