"""Introductions on the home page: one's own, and for managers what is overdue or not handed over (rows Z16, Ne9)."""

from datetime import timedelta

from django.urls import reverse

from assignment.domain import introductions
from assignment.domain.handover.left_behind import left_behind
from crm_project.accounts.domain.access import may
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day

SHOWN = 5


def card(user, at, *, holds):
    """{mine, late, unfinished}, or None where nothing is to be done; one query for a holder, two for a manager."""
    runs = may(user, "handover.run")
    out = {
        "mine": [_shown(row, at) for row in _mine(user.pk)] if holds else [],
        "late": introductions.overdue(introductions.of_team(user), at).count() if runs else 0,
        "unfinished": left_behind(user) if runs else [],
    }
    return out if any(out.values()) else None


@prepared
def _mine(person):
    rows = introductions.introductions().filter(to__pk=person).order_by("moved_at", "pk")
    return rows.values("customer_id", "customer__name", "moved_at", "handover__leaver__full_name")[:SHOWN]


def _shown(row, at):
    return {
        "name": row["customer__name"],
        "url": reverse("customers:detail", args=[row["customer_id"]]),
        "from": row["handover__leaver__full_name"],
        "since": day(row["moved_at"]),
        "late": row["moved_at"] <= at - timedelta(days=introductions.introduction_days()),
    }
