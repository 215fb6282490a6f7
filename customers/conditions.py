"""What the customer list may be narrowed by with conditions: its fields, and what of restricted files nobody learns that way."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignment.rules.policy import NEVER
from crm_project.accounts.domain.access import department_ids, may_any, open_departments, visible_people
from crm_project.lib.conditions import kinds
from crm_project.lib.conditions.declaration import Field, ListConditions

from .models import Customer, ListItem
from .models.choices import Kind, Level, ListKind, PoolReason, Segment, Stage, ValueRating
from .models.scope import open_files

OWNERSHIP, FILE, CLASS = _("Ownership and contact"), _("Customer file"), _("Classification")
RELEASE, SINCE, FOLLOWED = "ownership__release_at", "ownership__since", "last_followup_at"


def _listed(kind):
    return lambda user: ListItem.objects.filter(kind=kind)


def owners(user):
    """Owners that may be chosen."""
    return visible_people(user).select_related(None)


def departments(user):
    """Departments that may be chosen."""
    return open_departments(user, "customer.view")


def _heads_any(user):
    """Who reaches no department has none to choose."""
    return department_ids(user, "customer.view") != set()


def operating(values):
    """Customers that operate in one of these regions."""
    # A join to many regions would show a customer once for each.
    found = Customer.regions.through.objects.filter(listitem__in=list(values)).values("customer_id")
    return Q(pk__in=found)


def _open_file(user):
    """Of a restricted file the list tells whose it is, not what it says (M10)."""
    return open_files(user)


def _silent(n, today):
    """Nobody followed up on these days; who was entered within them was not silent so long."""
    first = today - timedelta(days=n - 1)
    never = Q(**{f"{FOLLOWED}__isnull": True}) & kinds.before("created_at", first, moments=True)
    return kinds.before(FOLLOWED, first, moments=True) | never


def _expires(n, today):
    """Due by the end of that day; what is due already is among them."""
    return kinds.before(RELEASE, today + timedelta(days=n + 1), moments=True)


def _file(key, label, kind, **more):
    return kinds.row(key, label, _listed(kind), topic=FILE, **more)


def _filled(key, label):
    """Whether the file says it: what it says, nobody finds out by conditions."""
    return Field(key, label, kinds.presence(key, empty=Q(**{key: ""})), (key,), FILE, within=_open_file)


CUSTOMERS = ListConditions(
    key="customers",
    label=_("Customers"),
    url="customers:list",
    opens=may_any("customer.view"),
    fields=(
        kinds.day(
            "followed",
            _("Last follow-up"),
            column=FOLLOWED,
            blank=True,
            topic=OWNERSHIP,
            first=(kinds.counted("silent", _("none for"), _silent, _("none for %(days)s")),),
        ),
        kinds.day(
            "deadline",
            _("Deadline"),
            column=RELEASE,
            ahead=True,
            topic=OWNERSHIP,
            first=(
                kinds.counted("within", _("expires within"), _expires, _("expires within %(days)s")),
                *kinds.presence(RELEASE, empty=Q(ownership__isnull=True) | Q(**{RELEASE: NEVER})),
            ),
        ),
        kinds.row("owner", _("Owner"), owners, column="ownership__owner", topic=OWNERSHIP),
        kinds.row("department", _("Department"), departments, topic=OWNERSHIP, seen_by=_heads_any),
        kinds.day("since", _("Owned since"), column=SINCE, topic=OWNERSHIP),
        kinds.yes_no("pool", _("In the public pool"), yes=Q(pooled_at__isnull=False), topic=OWNERSHIP),
        kinds.choice(
            "pool_reason", _("In the pool because"), PoolReason.choices, column="pool_reason", topic=OWNERSHIP
        ),
        kinds.day("pooled", _("In the pool since"), column="pooled_at", topic=OWNERSHIP),
        kinds.choice("stage", _("Stage"), Stage.choices, topic=CLASS),
        kinds.day("stage_since", _("In this stage since"), topic=CLASS),
        kinds.choice("segment", _("Segment"), Segment.choices, blank=True, topic=CLASS),
        kinds.choice("level", _("Class"), Level.choices, blank=True, topic=CLASS),
        kinds.choice("value_rating", _("Value rating"), ValueRating.choices, blank=True, topic=CLASS),
        kinds.yes_no("vip", _("VIP"), yes=Q(vip=True), topic=CLASS),
        kinds.text("name", pgettext_lazy("customer", "Name"), topic=FILE),
        kinds.choice("kind", _("Kind"), Kind.choices, topic=FILE),
        _file("region", _("Region of operation"), ListKind.REGION, column="regions", matching=operating),
        _file("type", _("Company type"), ListKind.TYPE, blank=True),
        _file("trade", _("Trade"), ListKind.TRADE, blank=True),
        _file("category", _("Product category"), ListKind.CATEGORY, blank=True),
        _file("site", _("Company site"), ListKind.SITE, blank=True),
        _file("source", _("Source"), ListKind.SOURCE, blank=True),
        kinds.day("entered", _("Entered"), column="created_at", topic=FILE),
        kinds.day(
            "cooperating",
            _("Customer since"),
            column="cooperating_since",
            moments=False,
            blank=True,
            topic=FILE,
            within=_open_file,
        ),
        kinds.amount(
            "capital",
            _("Registered capital"),
            column="registered_capital",
            blank=True,
            topic=FILE,
            within=_open_file,
        ),
        _filled("phone", _("Phone")),
        _filled("email", _("E-mail")),
        _filled("address", _("Address")),
    ),
)
LISTS = (CUSTOMERS,)
