"""Introductions on the home page: one's own, and for managers what is overdue or not handed over (rows Z16, Ne9)."""

from datetime import timedelta

from django.urls import reverse

from assignment import introductions
from assignment.countdown import day
from crm_project.accounts.access import may

SHOWN = 5


def card(user, at, *, holds):
    """{mine, late, unfinished}, or None where nothing is to be done; at most four queries."""
    runs = may(user, "handover.run")
    if not holds and not runs:
        return None
    days = introductions.term()
    out = {
        "mine": _mine(user, at, days) if holds else [],
        "late": introductions.overdue(introductions.of_team(user), at, days).count() if runs else 0,
        "unfinished": [
            {"person": str(person), "n": n, "url": reverse("assignment:handover_new") + f"?person={person.pk}"}
            for person, n in introductions.unfinished(user)
        ],
    }
    return out if any(out.values()) else None


def _mine(user, at, days):
    rows = introductions.mine(user).order_by("moved_at", "pk")
    rows = rows.values("customer_id", "customer__name", "moved_at", "handover__leaver__full_name")[:SHOWN]
    return [
        {
            "name": row["customer__name"],
            "url": reverse("customers:detail", args=[row["customer_id"]]),
            "from": row["handover__leaver__full_name"],
            "since": day(row["moved_at"]),
            "late": row["moved_at"] <= at - timedelta(days=days),
        }
        for row in rows
    ]
