"""People, departments and roles (rows Na1-Na3, Nb1, Ne5)."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models.default_roles import DEFAULT_ROLES, hidden_masks
from crm_project.lib.characters import identifier
from crm_project.lib.fields import IdentifierField
from crm_project.lib.sort_names import SortedByName, SortNameField

from .further_right import FurtherRight
from .who_may import who_may

__all__ = ["DayOverride", "Department", "FurtherRight", "Role", "StoredSetting", "User", "UserManager", "line_of"]


def line_of(path):
    """The primary keys in a department's path, from the top down to itself."""
    return [int(part) for part in path.split("/") if part]


class Department(models.Model):
    """A node of the company tree; `path` ("1/4/") makes every subtree one prefix query."""

    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("above")
    )
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    stage_potential = models.CharField(_("custom name of “potential”"), max_length=30, blank=True)
    stage_intent = models.CharField(_("custom name of “intent”"), max_length=30, blank=True)
    stage_official = models.CharField(_("custom name of “official”"), max_length=30, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_once"),
            models.UniqueConstraint(
                fields=["name"], name="department_top_once", condition=models.Q(parent__isnull=True)
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep `path` true for this node and everything below it."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if path != self.path:
            old, self.path = self.path, path
            Department.objects.filter(pk=self.pk).update(path=path)
            if old:
                for child in Department.objects.filter(path__startswith=old).exclude(pk=self.pk):
                    Department.objects.filter(pk=child.pk).update(path=path + child.path[len(old) :])

    def subtree(self):
        """This department and all below it."""
        return Department.objects.filter(path__startswith=self.path)

    def ancestor_ids(self):
        """Primary keys from the top down to this one."""
        return line_of(self.path)


class Role(models.Model):
    """A position: which actions it grants and how far (`grants`: action -> scope)."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(
        _("level"), default=0, help_text=_("0 no approvals, 1 manager, 2 director, 3 general manager")
    )
    grants = models.JSONField(_("rights"), default=dict)
    # What it reads of masked fields: {rule, like phone.vip: {"shown": scope, "asked": scope with a reason}}; see accounts.masks.
    masks = models.JSONField(default=hidden_masks, editable=False)
    second_factor = models.BooleanField(_("two-step sign-in required"), default=False)
    builtin = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-level", "key"]

    def __str__(self):
        return str(self.name or _BUILTIN_NAMES.get(self.key, self.key))


_BUILTIN_NAMES = {key: name for key, name, _level, _grants in DEFAULT_ROLES}


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=identifier(username))

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def holding(self):
        """Whoever may own customers: an active account whose role may claim."""
        return self.active().filter(who_may("customer.claim"))


class User(SortedByName, AbstractBaseUser):
    """One person, one account. A closed account stays, so that what it did keeps its name."""

    class Digest(models.TextChoices):
        NONE = "none", _("No mail")
        DAILY = "daily", _("One mail a day")
        EACH = "each", _("At once")

    username = IdentifierField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken: choose another.")},
    )
    full_name = models.CharField(_("full name"), max_length=80)
    sort_name = SortNameField(source="full_name", person=lambda user: True)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile"), max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="people", verbose_name=_("role"))
    superior = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("superior")
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    trained_at = models.DateTimeField(_("training confirmed"), null=True, blank=True, editable=False)
    second_factor = models.BooleanField(_("two-step sign-in required"), default=False)
    must_change_password = models.BooleanField(_("must change the password"), default=False, editable=False)
    takes_customers = models.BooleanField(_("takes part in rotation"), default=True)
    stand_in = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stand-in")
    )
    away_from = models.DateField(_("absent from"), null=True, blank=True)
    away_until = models.DateField(_("absent until"), null=True, blank=True)
    # The last day on which nobody signs in by it: the effect of a violation.
    suspended_until = models.DateField(_("suspended until"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    digest = models.CharField(_("mail"), max_length=10, choices=Digest, default=Digest.DAILY)
    calendar_token = models.CharField(max_length=43, default=secrets.token_urlsafe, unique=True, editable=False)
    # An invitation that waits: what its link proves, and since when. Used or revoked, the key is empty.
    invite_key = models.CharField(max_length=43, blank=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)

    # {action: scope} of what they may beside their role (`FurtherRight`); written by `accounts.domain.further_rights`.
    further_grants = models.JSONField(default=dict, editable=False)
    # The earliest last day among these, so that a request sees without a query whether one is over; None: all for good.
    further_until = models.DateField(null=True, editable=False)
    # What they keep at hand: [[kind of the search, key]], the newest first; whether it may be seen is asked when it is shown.
    favourites = models.JSONField(default=list, editable=False)
    # How they look at lists: {list: {"columns": [keys in their order], "widths": {column: pixels}}}.
    layouts = models.JSONField(default=dict, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    # What `accounts.domain.access.below` found for this request.
    departments_below: set[int] | None = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort_name", "username"]
        indexes = [models.Index(fields=["department", "is_active"], name="user_department")]
        constraints = [
            models.UniqueConstraint(
                Upper("username"),
                name="user_name_alike",
                violation_error_message=_("This user name is taken: choose another."),
            )
        ]

    def __str__(self):
        return self.full_name or self.username

    @classmethod
    def normalize_username(cls, username):
        """Half-width and without signs that nobody sees; a name typed on any keyboard is the same one."""
        return identifier(username) if isinstance(username, str) else username

    def suspended_on(self, day):
        """Whether the account is suspended on this local date."""
        return self.suspended_until is not None and day <= self.suspended_until

    def away_on(self, day):
        """Whether the stand-in decides on this local date."""
        return bool(self.away_from and self.away_from <= day and (not self.away_until or day <= self.away_until))


class StoredSetting(models.Model):
    """A setting of the whole company that somebody chose; what is not here has its usual value (accounts.settings_store)."""

    key = models.CharField(max_length=40, unique=True)
    value = models.JSONField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self):
        return self.key


class DayOverride(models.Model):
    """A day that the company works, or not, against the public calendar (Nf13)."""

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=80, blank=True)

    class Meta:
        db_table = "activities_dayoverride"  # as it was created
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.working}"
