"""Customers that are released next: why, and what moves the deadline (rows Nc5, Nd8, D1, Nc7, Nc9)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.deadline_movers import movers_of
from assignment.models.choices import RULE_NAMES
from assignment.presenters.countdown import coming, left, share, state
from assignment.rules import request_kinds as ownership_kinds
from assignment.rules.policy import (
    INVALID_FOLLOWUPS,
    NO_CONTACT,
    NO_DEAL,
    NO_KEY_CONTACT,
    PROTECTION_TERM,
    STAGE_TERM,
)
from assignment.rules.policy.saving import CONTRACT, EXTENSION, FOLLOWUP, KEY_CONTACT, STAGE
from crm_project.approvals.models import Request
from crm_project.lib.time import day, days_between, minute, since
from crm_project.ui.links import link
from customers.models.choices import Stage
from customers.rules.request_kinds import INTENT
from reports.domain import queue

from .rows import DEADLINE, LATER, Action, Row, from_home, part_of

# What a person reaches for first, where several would do; an extension only gains time.
ORDER = (FOLLOWUP, KEY_CONTACT, STAGE, CONTRACT, EXTENSION)
# A request that already asks for it.
ASKED_BY = {EXTENSION: ownership_kinds.EXTENSION, STAGE: INTENT}


def rows(found, at, *, book, phones, waiting, offers):
    """Rows of the queue. `waiting`: {(customer, kind)} of one's own requests; `offers(mover)`: whether it is offered at all."""
    movers = movers_of(found, at, book=book, keyed=phones.keyed)
    return [_row(row, at, movers[row["customer_id"]], phones, waiting, offers) for row in found]


def _row(row, at, movers, phones, waiting, offers):
    pk, due = row["customer_id"], row["release_at"]
    asked = [name for name in movers if (pk, ASKED_BY.get(name)) in waiting]
    gains = [name for name in ORDER if name in movers and name not in asked and offers(name)]
    actions = [action(name, row) for name in gains]
    notes = [reason(row, at), coming(row["coming_from"], row["coming_at"], at)]
    notes += [_("Your request for an extension is waiting.")] if EXTENSION in asked else []
    notes += [_("Your application for intent is waiting.")] if STAGE in asked else []
    part = part_of(due, at, urgent_days=1)
    if FOLLOWUP not in movers:
        notes += [_("A follow-up does not move this deadline.")] if row["rule"] != NO_CONTACT else []
        actions.append(action(FOLLOWUP, row))
        if not gains or (part == LATER and gains == [EXTENSION]):
            # Nothing is to be done about it now, or nothing more.
            actions.insert(0, Action(_("Open"), link("customers:detail", pk), "building", row["customer__name"], False))
    return Row(
        key=f"customer-{pk}",
        part=part,
        rank=DEADLINE,
        moment=due,
        name=row["customer__name"],
        url=link("customers:detail", pk),
        why=" ".join(filter(None, notes)),
        icon="hourglass-split",
        act=actions[0],
        also=actions[1:],
        second=next((one for one in actions[1:] if FOLLOWUP not in movers and one.icon == "hourglass-split"), None),
        customer=pk,
        phone=phones.of(pk),
        clock=clock(row, at),
    )


def clock(row, at):
    """(text, state, share, title) of the countdown."""
    due = row["release_at"]
    began = row["contacted_at"] if row["rule"] == NO_CONTACT and row["contacted_at"] else row["since"]
    return (left(due, at), state(due, at), share(began, due, at), minute(due))


def action(mover, row):
    """The page on which this fact comes about."""
    pk, name = row["customer_id"], row["customer__name"]
    if mover == CONTRACT:
        label, icon, url = _("Record contract"), "file-earmark-check", f"{reverse('contracts:new')}?customer={pk}"
    elif mover == EXTENSION:
        label, icon, url = _("Extension"), "hourglass-split", link("assignment:extension", pk)
    elif mover == STAGE:
        label, icon, url = _("Change to intent"), "arrow-up-right-circle", link("assignment:intent", pk)
    elif mover == KEY_CONTACT:
        label, icon, url = _("Add key contact"), "person-plus", link("customers:contact_new", pk)
    else:
        label, icon, url = _("Follow up"), "chat-dots", link("activities:followup_new", pk)
    return Action(label, from_home(url), icon, name)


def waiting_for(requests):
    """{(customer, kind)} of what one has asked for and nobody has decided."""
    return {(r["customer_id"], r["kind"]) for r in requests if r["status"] == Request.Status.PENDING}


def found_of(user):
    """The person's customers with a deadline; one query."""
    return list(queue.deadlines(user.pk))


def reason(row, at):
    """Why this one runs out, in one line, from the columns that stand on the row."""
    if row["extended_until"] == row["release_at"]:
        return _("The extension ends.")
    if row["spared_until"] == row["release_at"]:
        return _("Restored by an undo; the grace period ends.")
    rule = row["rule"]
    if rule == NO_CONTACT:
        last = row["contacted_at"]
        if last and not days_between(last, at):
            return _("Last valid follow-up: today.")
        if last:
            return _("Last valid follow-up: %(day)s, %(ago)s ago.") % {"day": day(last), "ago": since(last, at)}
        return _("No valid follow-up since it became yours on %(day)s.") % {"day": day(row["since"])}
    if rule == STAGE_TERM:
        label = dict(Stage.choices).get(row["customer__stage"], "")
        return _("In the stage “%(stage)s” since %(day)s, without a contract.") % {
            "stage": label,
            "day": day(row["customer__stage_since"]),
        }
    if rule in (PROTECTION_TERM, NO_DEAL):
        return _("Held since %(day)s, without a new contract.") % {"day": day(row["since"])}
    if rule == NO_KEY_CONTACT:
        return _("No key contact since %(day)s.") % {"day": day(row["since"])}
    if rule == INVALID_FOLLOWUPS:
        return _("Too many invalid follow-ups.")
    return str(RULE_NAMES.get(rule, ""))
