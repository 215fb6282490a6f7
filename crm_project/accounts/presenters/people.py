"""The list of people: filters, states and rows as the page shows them (row Nb1)."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm_project.accounts.domain.absence import away
from crm_project.accounts.models import Department, Role, User
from crm_project.lib.time import local_date, minute

DORMANT_DAYS = 60


def dormant(people, at):
    """Open accounts that nobody signed in with for sixty days."""
    before = at - timedelta(days=DORMANT_DAYS)
    return people.active().filter(Q(last_login__lt=before) | Q(last_login__isnull=True, date_joined__lt=before))


STATES = {
    "": (gettext_lazy("Active"), lambda people, at: people.active()),
    "invited": (gettext_lazy("Invited"), lambda people, at: people.active().exclude(invite_key="")),
    "untrained": (gettext_lazy("Not trained yet"), lambda people, at: people.active().filter(trained_at__isnull=True)),
    "away": (gettext_lazy("Absent"), lambda people, at: people.active().filter(away(local_date(at)))),
    "dormant": (gettext_lazy("Dormant"), dormant),
    "closed": (gettext_lazy("Closed"), lambda people, at: people.filter(is_active=False)),
}


# What colleagues need to know; the rest is for those who look after accounts.
PLAIN = ("", "away")


class PeopleFilter(django_filters.FilterSet):
    """By name, department (with those below) and role."""

    q = django_filters.CharFilter(method="find", label=gettext_lazy("Name, user name, mobile or e-mail"))
    department = django_filters.ModelChoiceFilter(
        queryset=Department.objects.all(),
        method="within",
        label=gettext_lazy("Department and lower departments"),
        empty_label=gettext_lazy("All"),
    )
    role = django_filters.ModelChoiceFilter(
        queryset=Role.objects.all(), label=gettext_lazy("Role"), empty_label=gettext_lazy("All")
    )

    class Meta:
        model = User
        fields = ["q", "department", "role"]

    def find(self, people, name, value):
        value = value.strip()
        return people.filter(
            Q(username__icontains=value)
            | Q(full_name__icontains=value)
            | Q(mobile__icontains=value)
            | Q(email__icontains=value)
        )

    def within(self, people, name, value):
        return people.filter(department__path__startswith=value.path)


def state(person, day, *, plain=False):
    """(word, tone) of what is worth knowing about an account; `plain`: as far as it concerns colleagues."""
    if plain and person.is_active:
        return (_("absent"), "plum") if person.away_on(day) else (_("active"), "ok")
    if not person.is_active:
        return pgettext("account", "closed"), ""
    if person.suspended_on(day):
        return _("suspended until %(day)s") % {"day": person.suspended_until.isoformat()}, "bad"
    if person.invite_key:
        return _("invited"), "info"
    if person.away_on(day):
        return _("absent"), "plum"
    if person.trained_at is None:
        return _("not trained yet"), "warn"
    return _("active"), "ok"


def moment_text(moment):
    """A moment in the company's time, or an empty text."""
    return minute(moment)
