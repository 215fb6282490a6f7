"""What an app says about a kind of request that it declares in its `requests.py` (`crm_project.catalogue.request_kinds`)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class About(Enum):
    """What a request is about, and so when it needs no answer any more."""

    # Who owns the customer: answered by itself when the ownership ends.
    OWNERSHIP = "ownership"
    # The customer itself: answered by itself when it is merged into another.
    CUSTOMER = "customer"
    # A deal, a contract, a policy: moves with the customer and is still to be decided.
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class RequestCard:
    """How a request reads in the inbox, from its row alone: thirty cost what one costs.

    A text is a sentence that may name `%(person)s` who asked, or a function of the request.
    """

    tone: str = "info"
    # What approving does, in one sentence.
    effect: Any
    # Who asked where no person did.
    asker: Any = ""
    # What the buttons say; empty for the usual words.
    approve: Any = ""
    refuse: Any = ""
    # Beside the reason for refusing; empty for the usual words.
    refuse_note: Any = ""
    # What the person who asked wrote; None: as it is stored.
    reason: Callable[[Any], str] | None = None
    # [(label, value)] that matter most.
    facts: Callable[[Any], list] | None = None
    # Deciding takes more than one key, so it is done on the request's own page; `look` is the button that leads there.
    one_key: bool = True
    # What the decider confirms first, where approving can't be taken back (the customer passes to somebody); else empty.
    confirm: Any = ""
    look: Any = ""


@dataclass(frozen=True, kw_only=True)
class RequestKind:
    """One kind of request: its verbs, its words, and what the person who decides is shown.

    A verb is called with the stored arguments and `by=`, `at=`, `request=`, in the transaction of the decision.
    """

    # Stored in tables and notices; never changes.
    key: str
    label: Any
    # None only for a kind whose app is not installed any more.
    approve: Callable[..., Any] | None
    # None: nothing is to be done but to close the request.
    refuse: Callable[..., Any] | None = None
    # What taking the request back puts right; None where nothing waits for the answer.
    withdraw: Callable[..., Any] | None
    about: About = About.OTHER
    # The notice to the person who decides; empty: `request_<key>`.
    notice: str = ""
    # The permission that deciding takes.
    decided_with: str = "request.decide"
    card: RequestCard | None = None
    # evidence(request, user, at): what is known beside it, with the rights of the user (`approvals.presenters.cards.evidence_of`).
    evidence: Callable[..., dict] | None = None
    # What takes an approval, or a refusal that did something, back: called with `request=` as it was decided, `by=`, `at=`; it
    # may refuse. None: such a decision can't be undone.
    undo_approve: Callable[..., Any] | None = None
    undo_refuse: Callable[..., Any] | None = None
    # What is derived from it and its state is brought up to date: called with `request=`, `at=` in the transaction that opened,
    # answered, took back or reopened it. Whoever makes it needless, or has it wait again, with an ownership does so themselves.
    changed: Callable[..., Any] | None = None
    # The form of the decision, a subclass of `approvals.forms.DecisionForm`; None: yes, or no with a reason.
    form: Any = None

    def can_undo(self, approved: bool) -> bool:
        """Whether the decision can be taken back: by its reverse, or because nothing but the request was closed."""
        if approved:
            return self.undo_approve is not None
        return self.refuse is None or self.undo_refuse is not None

    @property
    def notice_kind(self) -> str:
        return self.notice or f"request_{self.key}"
