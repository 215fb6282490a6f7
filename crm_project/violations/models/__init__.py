"""Violations of the rules of the CRM: opened, stated, decided, appealed (row Nh6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_project.lib.language import in_language

from .choices import OPEN, Decision, Effect, State

__all__ = ["Decision", "Effect", "State", "Violation", "ViolationFile", "ViolationKind"]

USER = settings.AUTH_USER_MODEL


class ViolationKind(models.Model):
    """A kind of violation: a managed list; never deleted, only switched off."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(_("available"), default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.name, self.name_zh or self.name)


class ViolationQuerySet(models.QuerySet):
    """Violations by who may read them."""

    def visible_to(self, user, scope):
        """One's own, those one opened or decides, and those within `scope` (DataScope of the rights to see or decide)."""
        if scope.everything:
            return self.all()
        seen = Q(person=user) | Q(opened_by=user) | Q(decider=user)
        if not scope.nothing:
            seen |= Q(department_id__in=scope.departments or ())
        return self.filter(seen)

    def upheld(self):
        """Those that stand: upheld by the last decision, none while an appeal is open."""
        last = Q(final_decision=Decision.UPHELD) | Q(final_decision="", decision=Decision.UPHELD)
        return self.filter(last, state__in=[State.DECIDED, State.FINAL])

    def standing(self, day):
        """Of these, those that still count on the day."""
        return self.upheld().filter(Q(expires_on=None) | Q(expires_on__gte=day))


class Violation(models.Model):
    """What somebody is said to have done against the rules, with its evidence, what they say to it, and what was decided.

    Nothing of it is overwritten: each step fills columns of its own. Evidence: [[text, address]], frozen as it was.
    """

    kind = models.ForeignKey(ViolationKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("person"))
    # That of the person when it was opened.
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    day = models.DateField(_("day"))
    what = models.TextField(_("what happened"))
    evidence = models.JSONField(default=list)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.STATEMENT)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened"))
    answer_by = models.DateTimeField(_("statement by"))
    remind_at = models.DateTimeField()
    statement = models.TextField(_("statement"), blank=True)
    stated_at = models.DateTimeField(null=True)
    # Whose turn it is to decide; passes on when they leave.
    decider = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect, blank=True)
    suspended_until = models.DateField(_("suspended until"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    appeal_by = models.DateTimeField(null=True)
    appeal = models.TextField(_("appeal"), blank=True)
    appealed_at = models.DateTimeField(null=True)
    final_decision = models.CharField(_("final decision"), max_length=10, choices=Decision, blank=True)
    final_reason = models.TextField(_("reason"), blank=True)
    final_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    final_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(_("reason"), blank=True)

    objects = ViolationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="violation_listed"),
            models.Index(fields=["person", "-opened_at", "-id"], name="violation_person"),
            models.Index(fields=["department", "kind"], name="violation_counted"),
            models.Index(fields=["decider"], name="violation_waits", condition=Q(state__in=OPEN)),
            models.Index(fields=["state", "answer_by"], name="violation_due", condition=Q(state="statement")),
        ]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def last_decision(self):
        """The decision that holds, or empty."""
        return self.final_decision or self.decision

    def stands(self, day):
        """Whether it counts against the person on the day; nothing does while an appeal is open."""
        upheld = self.last_decision == Decision.UPHELD and self.state in (State.DECIDED, State.FINAL)
        return upheld and (self.expires_on is None or day <= self.expires_on)


class ViolationFile(models.Model):
    """What somebody attached: to the opening, or to the statement."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="violations/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
