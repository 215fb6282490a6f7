"""The home page: the day's work of whoever looks at it (rows Nc5, Z5)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.domain import contact_reports
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from crm_project.notices.presenters.bell import glance_of
from crm_project.ops import health, system
from deals.domain import access as deal_access
from deals.domain.overdue import late_rows
from reports.presenters import (
    home_cards,
    home_company,
    home_rep,
    home_service,
    home_team,
    home_week,
    introductions,
    overdue_instalments,
)
from reports.presenters.home_cards import NARROW, WIDE
from reports.presenters.own_requests import asked, lately
from reports.presenters.queue.assemble import Work
from reports.presenters.queue.team import approvals

DEALS_LATE = 5


@login_required
@require_safe
def home(request):
    """Each right brings its part of the page: holding customers, heading people, watching the whole, looking after the system."""
    user, at = request.user, now()
    context: dict[str, Any] = {"today": _today(at), **home_cards.roles_of(user)}
    context["owed"] = overdue_instalments.overdue(user, at) if context["holds"] and may(user, "contract.view") else None
    context["introduce"] = introductions.card(user, at, holds=context["holds"])
    if context["leads"]:
        context |= home_team.context(user, at)
    elif glance_of(request, at)[2]:
        # Finance, and whoever else decides without heading people; a stand-in too.
        context |= {"team_rows": approvals(user, at), "decides": True}
    book = PolicyBook()
    context |= _queue(user, at, holds=context["holds"], book=book, more=context.get("team_rows", ()))
    context |= home_service.context(user, at)
    context["reports"] = contact_reports.report_counts(user, at, leads=context["leads"], works=context["works"])
    if context["holds"]:
        context |= home_rep.context(user, at, book)
    if context["watches"]:
        context["changes"] = home_company.changes(at, user)
    if context["classifies"]:
        context["entered"] = home_company.entered(at)
    if context["contracts"]:
        context["drafts"] = home_company.drafts()
    if context["tends"]:
        context |= {"untrained": home_company.untrained(), "steps": home_company.first_steps()}
    # Nothing of its own to show: then the way to its pages stands in the middle.
    context["bare"] = (
        not any(context.get(name) for name in ("works", "watches", "tends", "queue_n"))
        and not {"drafts", "entered"} & context.keys()
    )
    context["columns"] = found = home_cards.columns(user, context)
    context["outing_above"] = any(card.key == "outing" for card in (*found[WIDE], *found[NARROW]))
    return render(request, "reports/home.html", context)


def _queue(user, at, *, holds, book, more):
    """The list of what to do, and what the tiles count of it."""
    work = Work(user, at, holds=holds, book=book, more=more)
    late, today = work.tasks_due()
    return {
        "queue": work.parts,
        "queue_n": len(work.rows),
        "queue_rest": work.rest,
        "folded": work.folded,
        "tasks_late": late,
        "tasks_today": today,
        "asked": asked(work.requests, user),
    }


@login_required
@require_safe
def queue(request):
    """The list alone, brought up to date after something was done in the drawer."""
    user, at = request.user, now()
    more = home_team.team_rows(user, at) if may(user, "followup.review") else approvals(user, at)
    holds = home_cards.roles_of(user)["holds"]
    context = {"holds": holds, **_queue(user, at, holds=holds, book=PolicyBook(), more=more)}
    if holds and not context["queue"]:
        context["counts"] = home_rep.figures(user, at)
    return render(request, "reports/home/queue_rows.html", context)


@login_required
@require_safe
def side(request):
    """What one looks at after the list: deals without an update, rhythm of contact, what was lost; asked for once the page stands."""
    user, at = request.user, now()
    context: dict[str, Any] = {"leads": may(user, "followup.review")}
    if may(user, "deal.work"):
        context["deals_late"] = late_rows(deal_access.visible(user), at, DEALS_LATE)
    if home_cards.roles_of(user)["holds"]:
        context |= {"rhythm": home_rep.rhythm(user, at, PolicyBook()), "lately": lately(user, at)}
    return render(request, "reports/home/later_cards.html", context)


def _today(at):
    day = local_date(at)
    return _("%(weekday)s, %(date)s") % {"weekday": WEEKDAYS[day.weekday()], "date": date_format(day, "DATE_FORMAT")}


@allowed("followup.review")
@require_safe
def team_rhythm(request):
    """Who of the team lags behind the rhythm of contact; asked for by the home page once it stands (Ni13)."""
    rows = home_team.rhythm(request.user, now())[: home_team.PEOPLE]
    return render(request, "reports/home/team_rhythm.html", {"rows": rows})


@allowed("figures.view")
@require_safe
def team_week(request):
    """What the team did this week beside the same days of last week; asked for by the home page once it stands (Z2)."""
    return render(request, "reports/home/team_week_card.html", {"week": home_week.card(request.user, now())})


@allowed("people.manage")
@require_safe
def system_state(request):
    """How the parts of the system are; asked for by the page once it stands, as a dead worker takes a second to be sure of."""
    report = health.report()
    shown = {"parts": system.parts(report), "well": health.is_well(report)}
    return render(request, "reports/home/system_parts.html", shown)
