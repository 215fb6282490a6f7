"""Follow-ups from a file: with history as they were written then, without it by the checks of a recorded one (rows Nf13, Ni12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from activities.domain.vip_calls import check_vip
from activities.models import FollowUp
from assignment.domain.last_followup import settle_followups
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.domain import access
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.database import bulk
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date, minute
from customers.importing.conditions import NEW, UNCHANGED
from customers.importing.importer import Draft, Importer
from customers.importing.noting import note
from customers.models import Collaborator, Contact, NoServiceCalls

from .next_steps import late, plan_next
from .undoing import FOLLOWUP, as_entered

END_OF_DAY, MORNING = 18, 9  # hours of the company's day
IDENTITY = ("customer_id", "author_id", "kind", "occurred_at", "content")
# What else a row says, and the attribute that keeps it.
TOLD = {
    "contact": "counterpart",
    "purpose": "purpose",
    "result": "result",
    "next_step": "next_step",
    "next_contact_at": "next_contact_at",
}


@dataclass
class FollowUpDraft(Draft):
    """One follow-up on its way in."""

    author: Any = None
    row: Any = None
    day: Any = None  # where the file names no hour

    @property
    def identity(self):
        return (
            self.customer.pk,
            self.author.pk,
            self.values["kind"],
            self.values["occurred_at"],
            self.values.get("content", ""),
        )

    def label(self):
        parts = [
            self.values.get("customer", ""),
            f"{self.values['occurred_at']:%F}" if "occurred_at" in self.values else "",
        ]
        return " · ".join(filter(None, parts))


def _refused_call(author, customer, ownership, kind, at):
    """Why the page would refuse this call or visit by service; empty where it would not."""
    try:
        check_vip(author, customer, ownership, kind, at)
    except Refused as refusal:
        return refusal.sentence
    return ""


class FollowUpsImport(Importer):
    """Takes rows of the kind `followups`."""

    def decide(self, drafts, *, write):
        self.meet([draft for draft in drafts if not draft.problems], lock=write)
        wanted = [draft for draft in drafts if not draft.problems]
        self._load(wanted)
        for draft in wanted:
            self._check(draft)
        for draft in wanted:
            if not draft.problems:
                self._settle(draft)

    # --- reading ------------------------------------------------------------------------------------
    def draft(self, number, values, problems):
        draft = FollowUpDraft(number, values, problems)
        self._hours(draft)
        draft.problems += self.terms.past(values, "occurred_at")
        if not self.terms.history and "content" not in values:
            draft.refuse(_("%(column)s is empty.") % {"column": "content"})
        draft.author = self.named(draft, "author")
        return draft

    def _hours(self, draft):
        """A day without an hour: the present one today, else the end of the working day; a next contact in the morning."""
        at, values = self.terms.at, draft.values
        said, coming = values.get("occurred_at"), values.get("next_contact_at")
        if said is not None and not isinstance(said, datetime):
            draft.day = said
            values["occurred_at"] = at.replace(microsecond=0) if said == self.today else at_hour(said, END_OF_DAY)
        if coming is not None and not isinstance(coming, datetime):
            values["next_contact_at"] = at_hour(coming, MORNING)

    def _load(self, drafts):
        """What the checks need to know of all these customers: a handful of queries."""
        ids = {draft.customer.pk for draft in drafts}
        self.helpers = set(
            Collaborator.objects.filter(customer_id__in=ids, until__isnull=True).values_list("customer_id", "user_id")
        )
        self.uncalled = set(NoServiceCalls.objects.filter(customer_id__in=ids).values_list("customer_id", flat=True))
        self.contacts = {}
        for pk, customer, name in (
            Contact.objects.filter(customer_id__in=ids).order_by("-pk").values_list("pk", "customer_id", "name")
        ):
            self.contacts[customer, name] = pk
        self.book, self.days = PolicyBook(), overrides()
        self.standing = {}
        self._recall(drafts)
        times = {draft.values["occurred_at"] for draft in drafts}
        for row in FollowUp.objects.filter(customer_id__in=ids, occurred_at__in=times).values(
            *IDENTITY, *TOLD.values()
        ):
            self.standing[tuple(row[name] for name in IDENTITY)] = row

    def _recall(self, drafts):
        """A row that names a day only is the entry of that day with the same words, whatever its hour: a file may come twice."""
        open_days = [draft for draft in drafts if draft.day]
        if not open_days:
            return
        days = [draft.day for draft in open_days]
        rows = FollowUp.objects.filter(
            customer_id__in={draft.customer.pk for draft in open_days},
            author_id__in={draft.author.pk for draft in open_days},
            occurred_at__gte=at_hour(min(days), 0),
            occurred_at__lt=at_hour(max(days), 0) + timedelta(days=1),
        ).order_by("-pk")
        known = {}
        for customer, author, kind, at, content in rows.values_list(*IDENTITY):
            known[customer, author, kind, local_date(at), content] = at
        for draft in open_days:
            customer, author, kind, at, content = draft.identity
            draft.values["occurred_at"] = known.get((customer, author, kind, draft.day, content), at)

    # --- deciding -----------------------------------------------------------------------------------
    def _check(self, draft):
        if self.within(draft) and not self.terms.history and draft.identity not in self.standing:
            self._check_recorded(draft, self.ownerships.get(draft.customer.pk))

    def _check_recorded(self, draft, ownership):
        """Without history, an entry must be one that its author could record now."""
        customer, author = draft.customer, draft.author
        if ownership is None:
            draft.refuse(
                _("“%(name)s” is in the public pool: you can't record follow-ups there.") % {"name": customer.name}
            )
            return
        people = {ownership.owner_id} | ({author.pk} if (customer.pk, author.pk) in self.helpers else set())
        others = access.covers(author, "followup.others", department_id=ownership.department_id)
        if not access.may(author, "followup.create") or not (author.pk in people or others):
            draft.refuse(
                _("%(owner)s owns “%(name)s”: only the owner and registered collaborators work on it.")
                % {"owner": ownership.owner, "name": customer.name}
            )
        elif (customer.vip or customer.pk in self.uncalled) and (
            said := _refused_call(author, customer, ownership, draft.values["kind"], self.terms.at)
        ):
            draft.refuse(said)
        elif draft.values["occurred_at"] < ownership.since.replace(microsecond=0):
            draft.refuse(
                _(
                    "%(owner)s has owned “%(name)s” only since %(since)s: earlier contacts can only be imported with history."
                )
                % {"owner": ownership.owner, "name": customer.name, "since": minute(ownership.since)}
            )

    def _settle(self, draft):
        """The same entry again changes nothing; with something else beside it, it is a correction, which its author makes."""
        known = self.standing.get(draft.identity) or self.first(draft.identity)
        if known is None:
            draft.row = self._fresh[draft.identity] = self._row(draft)
            return
        draft.result = UNCHANGED
        differing = [name for name, kept in TOLD.items() if name in draft.values and draft.values[name] != known[kept]]
        if differing:
            draft.refuse(
                _(
                    "This follow-up already exists with different values in %(columns)s: its author can correct it on its page."
                )
                % {"columns": ", ".join(differing)}
            )

    def _row(self, draft):
        values, at, history = draft.values, self.terms.at, self.terms.history
        ownership = self.ownerships.get(draft.customer.pk)
        policy = self.book.for_department(ownership.department, at) if ownership else None
        return {
            "customer_id": draft.customer.pk,
            "author_id": draft.author.pk,
            "kind": values["kind"],
            "occurred_at": values["occurred_at"],
            "recorded_at": values["occurred_at"] if history else at,
            "content": values.get("content", ""),
            "contact_id": self.contacts.get((draft.customer.pk, values.get("contact"))),
            "counterpart": values.get("contact", ""),
            "purpose": values.get("purpose", ""),
            "result": values.get("result", ""),
            "next_step": values.get("next_step", ""),
            "next_contact_at": values.get("next_contact_at"),
            "late": not history and late(policy, values["occurred_at"], at, self.days),
        }

    # --- writing ------------------------------------------------------------------------------------
    def write(self, drafts):
        drafts = [draft for draft in drafts if draft.result == NEW]
        if not drafts:
            return
        terms = self.terms
        for draft, key in zip(drafts, bulk.insert(FollowUp, [draft.row for draft in drafts]), strict=True):
            draft.row["id"] = key
        closed = plan_next([draft.row for draft in drafts], self.people, terms)
        for draft in drafts:
            pk = draft.row["id"]
            draft.trace = (pk, {"entry": as_entered(draft.row), "closed": closed.get(pk, [])})
        ids = sorted({draft.customer.pk for draft in drafts})
        settle_followups(ids, at=terms.at, book=self.book)
        note(FOLLOWUP, [(d.row["id"], d.values["customer"], d.customer.pk, d.number, {}) for d in drafts], terms)
