"""What the duplicate check tells of a customer, also of a stranger's: name, code, owner, protection, days left; no more (Nc2, Ni5)."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from assignment.presenters import countdown
from assignment.rules.policy import NEVER
from crm_project.lib.time import day
from crm_project.ui.components.time_left import countdown as chip
from customers.domain.access.lookups import reference
from customers.models import Customer, Ownership


@dataclass(frozen=True)
class MatchCard:
    """One customer that exists already, as it may be told to anybody."""

    id: int
    code: str
    name: str
    how: str
    known_as: str
    owner: str
    state: str
    time_left: str
    mine: bool
    pooled: bool
    removed: bool
    ref: str = ""

    @property
    def same(self):
        """Whether it is this very name, or this credit code: the same company."""
        return self.how in ("key", "tax_id")


def match_cards(matches, user, at):
    """The matches of `matching.find` as they are shown: one query more, whatever their number."""
    ids = [m.customer_id for m in matches]
    rows = {o.pk: o for o in Ownership.objects.filter(pk__in=ids).select_related("owner")}
    removed = (
        set(Customer.objects.filter(pk__in=ids, removed_at__isnull=False).values_list("pk", flat=True))
        if len(rows) < len(ids)
        else set()
    )
    return [
        _known(
            m.customer_id,
            m.code,
            m.name,
            m.how,
            m.known_as,
            rows.get(m.customer_id),
            m.customer_id in removed,
            user,
            at,
        )
        for m in matches
    ]


def match_card(customer_id, user, at):
    """The same for one customer, the twin that a save was refused for; None if it is gone."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return None
    row = Ownership.of(customer_id)
    return _known(customer.pk, customer.code, customer.name, "key", "", row, customer.removed_at is not None, user, at)


def _known(pk, code, name, how, known_as, row, removed, user, at):
    if row is None:
        state, left = (_("removed as invalid"), "") if removed else (_("in the public pool"), "")
        return MatchCard(pk, code, name, how, known_as, "", state, left, False, not removed, removed)
    limited = row.release_at < NEVER
    left = chip(countdown.left(row.release_at, at), countdown.state(row.release_at, at))
    state = _("protected until %(day)s") % {"day": day(row.release_at)} if limited else _("protected")
    mine = row.owner_id == user.pk
    ref = "" if mine else reference(user, pk)
    return MatchCard(pk, code, name, how, known_as, str(row.owner), state, left, mine, False, False, ref)


def marked(name, typed):
    """The name with the part that was typed marked, as safe HTML."""
    at = name.casefold().find(typed.strip().casefold()) if typed.strip() else -1
    if at < 0:
        return format_html("{}", name)
    end = at + len(typed.strip())
    return format_html("{}<mark>{}</mark>{}", name[:at], name[at:end], name[end:])
