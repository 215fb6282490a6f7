"""What a regular security check looks at: one page, a query per question (row Nb6)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.company_settings import CHECK_DAYS
from crm_project.accounts.domain import second_factor, unusual
from crm_project.accounts.domain.security_check import DONE, is_overdue, last_check
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.domain.unusual import EXPORTS
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Action
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.audit.presenters.text import action_words

from .people import dormant, moment_text

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
REVEALED, LOOKED = "customer.revealed", "customer.looked"
LOOKS = "looks"  # where the search in the audit offers both
NAMED = 4  # of those who do not use a right
ROWS = 6  # shown of each; the count says how many there are
GIVEN = ["role.rights", "role.created", "role.changed", "person.created", "person.moved", "person.reopened"]


def report(at):
    """Each question with its count and its newest rows, ready to show."""
    failed = Entry.objects.filter(action="signin.failed", at__gte=at - WEEK)
    by_name = (
        failed.order_by()
        .values("subject_id", "subject_name", "address")
        .annotate(n=Count("pk"), last=Max("at"))
        .order_by("-n", "-last")
    )
    return {
        "failed": [row | {"last": moment_text(row["last"]), "url": _url(row["subject_id"])} for row in by_name[:ROWS]],
        "failed_count": failed.count(),
        "places": _entries(_lately("signin.second_place", at=at)),
        "given": _entries(_lately(*GIVEN, at=at)),
        "exports": _entries(Entry.objects.filter(EXPORTS, at__gte=at - MONTH)),
        "dormant": _people(dormant(User.objects.all(), at).order_by("last_login")),
        "lacking": _people(second_factor.without_second_factor(User.objects.active())),
        "untrained": _people(User.objects.active().filter(trained_at__isnull=True)),
        "large": _large(at),
        "revealed": _most(REVEALED, at),
        "looked": _most(LOOKED, at),
        "unused": _unused(at),
        **_check(at),
    }


def _large(at):
    return [
        {
            "who": str(one.entry.actor or ""),
            "url": _url(one.entry.actor_id),
            "n": one.rows,
            "usual": one.usual,
            "what": action_words(one.entry.action),
            "when": moment_text(one.entry.at),
        }
        for one in unusual.large_exports(at)
    ][:ROWS]


def _most(action, at):
    """Who did it most in the last month, with how often and when last."""
    found = unusual.most(action, at)[:ROWS]
    people = User.objects.in_bulk([row["actor_id"] for row in found])
    return [
        {
            "who": str(people[row["actor_id"]]),
            "url": _url(row["actor_id"]),
            "n": row["n"],
            "when": moment_text(row["last"]),
            "query": urlencode({"action": LOOKS, "who": people[row["actor_id"]].username}),
        }
        for row in found
    ]


def _unused(at):
    return [
        {
            "right": Action(right).label,
            "n": len(people),
            "names": _(", ").join(map(str, people[:NAMED])),
            "more": max(len(people) - NAMED, 0),
        }
        for right, people in unusual.unused(at)
    ]


def note_checked(*, by, at):
    """The audit keeps who looked and when."""
    return log.record(by=by, action=DONE, at=at, subject_type="security", subject_name="")


def _lately(*actions, at):
    return Entry.objects.filter(action__in=actions, at__gte=at - MONTH)


def _entries(entries):
    rows = entries.select_related("actor").order_by("-at", "-id")[:ROWS]
    return {
        "count": entries.count(),
        "rows": [
            {
                "what": action_words(e.action),
                "who": str(e.actor or ""),
                "name": e.subject_name,
                "when": moment_text(e.at),
                "address": e.address,
                "changes": e.changes,
                "url": _url(e.subject_id) if e.subject_type == "user" else "",
            }
            for e in rows
        ],
    }


def _people(people):
    rows = people.select_related("role", "department").order_by("last_login", "pk")[:ROWS]
    return {
        "count": people.count(),
        "rows": [
            {
                "name": str(p),
                "note": " · ".join(str(part) for part in (p.role, p.department) if part),
                "when": moment_text(p.last_login),
                "url": _url(p.pk),
            }
            for p in rows
        ],
    }


def _check(at):
    """Who did the check last, how often the company wants it, whether it is overdue."""
    entry = last_check()
    return {
        "last_check": entry and {"who": str(entry.actor), "when": moment_text(entry.at)},
        "check_days": value(CHECK_DAYS),
        "overdue": is_overdue(entry, at),
    }


def _url(pk):
    return reverse("accounts:person", args=[pk]) if str(pk).isdecimal() else ""
