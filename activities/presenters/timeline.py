"""A customer's timeline: follow-ups, ownership, changes, files, contracts and comments in one stream (rows Na8, Z4).

Constant queries: one per source, and five to judge the follow-ups where the page does not hand in the judgement.
"""

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.company_settings import CONTACT_REPORT
from activities.models import ContactReport
from activities.models.choices import VISIT_KINDS
from activities.presenters.timeline_entries import Spot
from assignment.domain.facts import judgements
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.time import local_date, zone
from crm_project.ui.links import link
from customers.domain.access import may
from customers.domain.access.masking import mask_for

from . import followup_entries, ownership_entries, timeline_done, timeline_sources

SIZE = 20
FOLLOWUPS, OWNERSHIP, CHANGES, FILES, CONTRACTS, COMMENTS, TASKS, VISITS, ORDERS, MAJOR, FEEDBACK = (
    "followups",
    "ownership",
    "changes",
    "files",
    "contracts",
    "comments",
    "tasks",
    "visits",
    "orders",
    "major",
    "feedback",
)
# In the order of the pills; the place is the rank of the source in the stream.
KINDS = {
    FOLLOWUPS: gettext_lazy("Follow-ups"),
    OWNERSHIP: gettext_lazy("Ownership"),
    CHANGES: gettext_lazy("Changes"),
    FILES: gettext_lazy("Files"),
    CONTRACTS: gettext_lazy("Contracts"),
    COMMENTS: gettext_lazy("Comments"),
    TASKS: gettext_lazy("Tasks"),
    VISITS: gettext_lazy("Return visits"),
    ORDERS: gettext_lazy("Service orders"),
    MAJOR: gettext_lazy("Major changes"),
    FEEDBACK: gettext_lazy("Customer feedback"),
}
ALL = gettext_lazy("All")
_NEEDED = {CONTRACTS: "contract.view", VISITS: "service.view", ORDERS: "service.view"}
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


def kinds_for(user, customer):
    """The kinds that this person may read on this customer."""
    ownership = customer.ownership_or_none
    shut = {kind for kind, action in _NEEDED.items() if not may(user, action, customer, ownership)}
    return [kind for kind in KINDS if kind not in shut]


def page(customer, user, at, *, kind="", after="", judged=None, size=SIZE):
    """{days, next} for parts/timeline.html: entries before the spot `after`, newest first, of one kind or all.

    `judged`: {follow-up id: reasons} where the caller has judged them already (`assignment.domain.facts.judgements`).
    """
    spot = Spot.read(after)
    allowed = kinds_for(user, customer)
    wanted = [kind] if kind in allowed else allowed
    found, limit = [], size + 1
    mask = mask_for(user, customer, customer.ownership_or_none, at)
    rows = followup_entries.followups(customer, spot, _RANKS[FOLLOWUPS], limit) if FOLLOWUPS in wanted else []
    attached = {}
    if FILES in wanted or rows:
        alone, attached = timeline_sources.files(
            customer, spot, _RANKS[FILES], limit, of_followups=[row["pk"] for _spot, row in rows]
        )
        found += alone if FILES in wanted else []
    reports = _reports([row["pk"] for _spot, row in rows]) if rows and value(CONTACT_REPORT) else {}
    if OWNERSHIP in wanted:
        found += ownership_entries.ownership(customer, spot, _RANKS[OWNERSHIP], limit)
    if CHANGES in wanted:
        found += timeline_sources.changes(customer, spot, _RANKS[CHANGES], limit, mask=mask)
    if CONTRACTS in wanted:
        found += timeline_sources.contracts(customer, spot, _RANKS[CONTRACTS], limit)
    if COMMENTS in wanted:
        found += timeline_sources.comments(customer, spot, _RANKS[COMMENTS], limit, mask=mask)
    if MAJOR in wanted:
        found += timeline_sources.major_changes(customer, spot, _RANKS[MAJOR], limit)
    found += timeline_done.done(
        customer,
        spot,
        limit,
        tasks=_RANKS[TASKS] if TASKS in wanted else None,
        visits=_RANKS[VISITS] if VISITS in wanted else None,
        orders=_RANKS[ORDERS] if ORDERS in wanted else None,
        feedback=_RANKS[FEEDBACK] if FEEDBACK in wanted else None,
        mask=mask,
    )
    merged = sorted([*found, *rows], key=lambda pair: pair[0], reverse=True)
    shown = merged[:size]
    if judged is None:
        judged = judgements(customer.pk, at) if any(spot.rank == _RANKS[FOLLOWUPS] for spot, _row in shown) else {}
    checks = may(user, "followup.review", customer, customer.ownership_or_none)
    stream_of = [
        followup_entries.followup_entry(
            row,
            why=judged.get(row["pk"]),
            viewer_id=user.pk,
            at=at,
            mask=mask,
            links=[*attached.get(row["pk"], ()), *reports.get(row["pk"], ()), *_printed(row)],
            checks=checks,
        )
        if spot.rank == _RANKS[FOLLOWUPS]
        else row
        for spot, row in shown
    ]
    # Whatever a source says, numbers that people typed are hidden here, once (Nb4).
    stream_of = [{**row, **{part: mask.text(row[part]) for part in ("what", "body", "foot")}} for row in stream_of]
    more = len(merged) > size
    return {"days": _days(stream_of, at, spot), "next": str(shown[-1][0]) if more else ""}


def _printed(row):
    """Where a visit is printed as a report (T4)."""
    if row["kind"] not in VISIT_KINDS or row["voided_at"] or row["replaced"]:
        return []
    return [(_("Print the visit report"), link("reports:print_visit", row["pk"]))]


def _reports(followups):
    """{follow-up id: [(label, address)]} of those with a contact report; one query (M13)."""
    rows = ContactReport.objects.filter(followup__in=followups).values_list("followup_id", "pk", "written_at")
    return {
        followup: [
            (
                _("Contact report") if written else _("Contact report to be written"),
                link("activities:contact_report", pk),
            )
        ]
        for followup, pk, written in rows
    }


def _days(shown, at, spot):
    """Entries by local date, with the date in words; a day that the page before began says so."""
    today, begun = local_date(at), local_date(spot.at) if spot else None
    days = []
    for made in shown:
        local = timezone.localtime(made["at"], zone())
        made["time"], made["iso"] = local.strftime("%H:%M"), local.isoformat()
        if not days or days[-1]["date"] != local.date():
            days.append({"date": local.date(), "label": _label(local.date(), today, begun), "entries": []})
        days[-1]["entries"].append(made)
    return days


def _label(day, today, begun):
    ago = (today - day).days
    if ago == 0:
        label = _("Today")
    elif ago == 1:
        label = _("Yesterday")
    else:
        label = _("%(date)s %(weekday)s") % {"date": day.isoformat(), "weekday": WEEKDAYS[day.weekday()]}
    return _("%(day)s (continued)") % {"day": label} if day == begun else label
