"""Claims, give-ups, transfers, releases and closed accounts can be undone for some minutes."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may_any
from crm_project.undo.rules.kinds import UndoKind, Undone

from .domain.undo import closing, turns

CLAIM, GIVE_UP, SWAP, TRANSFER, RELEASE, CLOSE_ACCOUNT = (
    "claim",
    "give_up",
    "swap",
    "transfer",
    "release",
    "close_account",
)


def _customers(action):
    """The customers of an action, in the order in which their changes are taken back: the last first."""
    return [action.arguments[name] for name in ("claimed_id", "customer_id", "given_id") if name in action.arguments]


def _built_on(action):
    found = turns.turn_refusals(_customers(action), action.at, by=action.person)
    return next(iter(found.values()), "")


def _turn_back(action, *, by, at):
    said = [turns.undo_turn(customer_id=pk, moment=action.at, by=by, at=at) for pk in _customers(action)]
    return Undone(text=" ".join(said))


def _turn(key, icon, right, text, then):
    return UndoKind(
        key=key,
        text=lambda action: str(text(action)) % {"name": action.subject},
        icon=icon,
        may=may_any(right),
        lock=lambda action: turns.lock_customers(_customers(action)),
        built_on=_built_on,
        reverse=_turn_back,
        then=then,
    )


def _file(action):
    return reverse("customers:detail", args=[action.arguments.get("customer_id") or action.arguments["given_id"]])


def _open_account(action, *, by, at):
    stayed = closing.undo_closing(moment=action.at, **action.arguments, by=by, at=at)
    return Undone(
        text=_("The account of %(person)s is open again, with the same password.") % {"person": action.subject},
        stayed=tuple(stayed),
    )


UNDO = (
    _turn(
        CLAIM,
        "hand-index",
        "customer.claim",
        lambda action: _("Claimed “%(name)s”"),
        lambda action: reverse("assignment:pool"),
    ),
    _turn(GIVE_UP, "box-arrow-up", "customer.claim", lambda action: _("Gave up “%(name)s”"), _file),
    _turn(
        SWAP, "arrow-left-right", "customer.claim", lambda action: _("Gave up a customer and claimed “%(name)s”"), _file
    ),
    _turn(TRANSFER, "arrow-left-right", "customer.transfer", lambda action: _("Transferred “%(name)s”"), _file),
    _turn(RELEASE, "box-arrow-up", "customer.transfer", lambda action: _("Released “%(name)s” to the pool"), _file),
    UndoKind(
        key=CLOSE_ACCOUNT,
        text=lambda action: _("Closed the account of %(person)s") % {"person": action.subject},
        icon="person-x",
        may=may_any("people.manage"),
        lock=lambda action: None,  # the account is locked by its reverse
        built_on=lambda action: closing.closing_refusal(action.arguments["person_id"], action.at),
        reverse=_open_account,
        then=lambda action: reverse("accounts:person", args=[action.arguments["person_id"]]),
    ),
)
