"""The cards of the home page: which of them a person sees, in which order and column; they choose it themselves (row Nc5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may, scope
from crm_project.accounts.domain.layouts import places_of
from crm_project.accounts.models import User
from service.domain import access as service_access

PAGE = "home"
WIDE, NARROW, HIDDEN = "wide", "narrow", "hidden"
PLACES = {
    WIDE: pgettext_lazy("place of a card", "Wide"),
    NARROW: pgettext_lazy("place of a card", "Narrow"),
    HIDDEN: pgettext_lazy("place of a card", "Not shown"),
}
# What a person is to the page: `roles_of`.
Roles = Mapping[str, Any]


@dataclass(frozen=True)
class HomeCard:
    """One card. `place`: where it stands unasked; `whose(user, roles)`: who has it; a card with nothing to say shows nothing."""

    key: str
    label: Any
    place: str
    whose: Callable[[User, Roles], Any]

    @property
    def template(self) -> str:
        return f"reports/home/{self.key}.html"


def _role(name: str) -> Callable[[User, Roles], Any]:
    return lambda user, roles: roles.get(name)


# In the order in which they stand unasked. What there is to do stands above them all.
CARDS = (
    HomeCard("steps", _("First steps"), WIDE, _role("tends")),
    HomeCard("service", _("Due next in service"), WIDE, _role("heads_service")),
    HomeCard("introductions", _("Introductions"), WIDE, lambda user, roles: True),
    HomeCard(
        "overdue_instalments",
        _("Overdue payments"),
        WIDE,
        lambda user, roles: roles.get("holds") and may(user, "contract.view"),
    ),
    HomeCard("team", _("Team: expires within 7 days"), WIDE, _role("leads")),
    HomeCard(
        "team_week",
        _("Team: this week and last week"),
        WIDE,
        lambda user, roles: roles.get("leads") and may(user, "figures.view"),
    ),
    HomeCard("changes", _("Today's changes"), WIDE, _role("watches")),
    HomeCard("entered", _("Newest customer files"), WIDE, _role("classifies")),
    HomeCard("drafts", _("Contracts not confirmed yet"), WIDE, _role("contracts")),
    HomeCard("outing", _("Field visit"), NARROW, lambda user, roles: roles.get("holds") and may(user, "outing.write")),
    HomeCard("system", _("The system"), NARROW, _role("tends")),
    HomeCard("people", _("Waiting for the training"), NARROW, _role("tends")),
    HomeCard("service_load", _("Open orders per person"), NARROW, _role("heads_service")),
    HomeCard("service_waiting", _("Waiting orders"), NARROW, _role("serves")),
    HomeCard("service_visits", _("Visits today"), NARROW, _role("heads_service")),
    HomeCard("reports", _("Contact reports"), NARROW, lambda user, roles: roles.get("works") or roles.get("leads")),
    HomeCard(
        "targets",
        pgettext_lazy("performance", "Targets"),
        NARROW,
        lambda user, roles: (roles.get("holds") or roles.get("leads")) and may(user, "target.view"),
    ),
    HomeCard("slots", _("My customers"), NARROW, _role("holds")),
    HomeCard("asked", _("My requests"), NARROW, lambda user, roles: True),
    HomeCard(
        "later",
        _("Deals without an update, contact frequency, recently lost"),
        NARROW,
        lambda user, roles: roles.get("holds") or may(user, "deal.work"),
    ),
    HomeCard("to_check", _("To check"), NARROW, _role("leads")),
    HomeCard("team_overdue", _("Overdue tasks of the team"), NARROW, _role("leads")),
    HomeCard("same_day", _("Entered on the same day"), NARROW, _role("leads")),
    HomeCard("team_frequency", _("Contact frequency of the team"), NARROW, _role("leads")),
    HomeCard("news", _("News"), NARROW, lambda user, roles: not roles.get("leads")),
)


def roles_of(user: User) -> dict[str, Any]:
    """What a person is to the page; no query."""
    leads, serves = may(user, "followup.review"), service_access.works(user)
    return {
        "holds": may(user, "customer.claim") and user.department_id is not None,
        "leads": leads,
        "works": may(user, "followup.create"),
        "tends": scope(user, "people.manage") == "all",
        "watches": scope(user, "sweep.view") == "all" and not leads,
        "classifies": scope(user, "customer.classify") == "all" and not leads,
        "contracts": scope(user, "contract.view") == "all" and not leads,
        "serves": serves,
        "heads_service": serves and service_access.hears(user),
    }


def choices(user: User, roles: Roles) -> list[tuple[HomeCard, str]]:
    """[(card, where it stands)] of all that this person has: in their order, new ones where they stand unasked."""
    theirs = {card.key: card for card in CARDS if card.whose(user, roles)}
    chosen = {key: place for key, place in places_of(user, PAGE).items() if key in theirs and place in PLACES}
    known = [(theirs[key], place) for key, place in chosen.items()]
    return known + [(card, card.place) for key, card in theirs.items() if key not in chosen]


def columns(user: User, roles: Roles) -> dict[str, list[HomeCard]]:
    """{column: its cards in order}."""
    out: dict[str, list[HomeCard]] = {WIDE: [], NARROW: [], HIDDEN: []}
    for card, place in choices(user, roles):
        out[place].append(card)
    return out
