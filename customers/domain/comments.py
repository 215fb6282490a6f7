"""Comments on customers and requests; whoever is mentioned is told, and must be allowed to see it (row Nh3)."""

import re
from datetime import datetime
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.domain import access as request_access
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from crm_project.notices.models import Comment
from customers.domain import access as customer_access
from customers.domain.access.gate import ReasonWanted, pass_gate
from customers.models import Customer

LONGEST = 4000
_MENTION = re.compile(r"(?<![A-Za-z0-9._%+\-@])@([\w.+\-]{1,80})")
_FULL_WIDTH = str.maketrans("＠", "@")


def subject_of(kind: str | None, pk: int, user: User, at: datetime) -> Request | Customer | None:
    """The customer or request that is commented on, if the user may see it; None otherwise. A restricted file asks for a reason."""
    if kind == "customer":
        customer, ownership = customer_access.opened(user, pk, at)
        return None if customer is None else pass_gate(user, customer, ownership, at)
    if kind == "request":
        return request_access.visible(user, at).filter(pk=pk).first()
    return None


def address_of(subject: Request | Customer) -> str:
    """Where the comment stands."""
    name = "customers:detail" if isinstance(subject, Customer) else "approvals:request"
    return reverse(name, args=[subject.pk])


def sees(person: User, subject: Request | Customer, at: datetime) -> bool:
    """Whether this person may open the subject's page."""
    try:
        return subject_of(subject._meta.model_name, subject.pk, person, at) is not None
    except ReasonWanted:
        return True  # they may open it, once they have said why
    except PermissionDenied:
        return False


def mentioned(text: str) -> tuple[list[User], list[str]]:
    """(people, words that name nobody) behind every @ or ＠ of a text: by user name or full name, the longest that fits,
    because Chinese text runs on without a space. What names nobody is text like any other."""
    words = list(dict.fromkeys(match[1] for match in _MENTION.finditer(text.translate(_FULL_WIDTH))))
    heads = {word[:n].casefold() for word in words for n in range(1, len(word) + 1)}
    if not heads:
        return [], []
    known = {}
    exact = {word[:n] for word in words for n in range(1, len(word) + 1)}
    for person in (
        User.objects.active()
        .filter(Q(username__in=exact | heads) | Q(full_name__in=exact))
        .select_related("role", "department")
    ):
        known.setdefault(person.username.casefold(), person)
        known.setdefault(person.full_name.casefold(), person)
    people, nobody = {}, []
    for word in words:
        fitting = [known[word[:n].casefold()] for n in range(len(word), 0, -1) if word[:n].casefold() in known]
        if fitting:
            people[fitting[0].pk] = fitting[0]
        else:
            nobody.append(word)
    return list(people.values()), nobody


def write_comment(*, subject: Request | Customer, by: User, text: str, at: datetime) -> Comment:
    """Comment on a customer or a request. Refuses an empty text and people who may not see it."""
    text = (text or "").strip()
    if not text:
        raise Refused(_("Enter some text first."), code="empty", field="text")
    if len(text) > LONGEST:
        raise Refused(_("At most %(n)d characters: make it shorter.") % {"n": LONGEST}, code="too_long", field="text")
    people, _words = mentioned(text)
    blind = next((person for person in people if not sees(person, subject, at)), None)
    if blind:
        raise Refused(
            _("%(person)s may not see this: mention somebody who can.") % {"person": blind}, code="blind", field="text"
        )
    with transaction.atomic():
        comment = Comment.objects.create(
            subject_type=cast(str, subject._meta.model_name), subject_id=subject.pk, author=by, at=at, text=text
        )
        comment.mentions.set(people)
        customer_id = subject.pk if isinstance(subject, Customer) else subject.customer_id
        log.record(
            by=by,
            action="comment.written",
            at=at,
            subject=subject,
            customer_id=customer_id,
            changes={"comment": [None, comment.pk]},
        )
        tell(
            [p for p in people if p.pk != by.pk],
            "mention",
            at=at,
            key=f"mention:{comment.pk}",
            person=str(by),
            # What was said about a restricted file stays in it: notices and mails are read without a reason.
            text="" if getattr(subject, "restricted", False) else text[:120],
            **(subject.names if isinstance(subject, Request) else {"subject": str(subject)}),
            url=f"{address_of(subject)}#comments",
        )
        _tell_decider(subject, by, people, at)
        return comment


def _tell_decider(subject: Request | Customer, by: User, mentioned: list[User], at: datetime) -> None:
    """Whoever decides a dispute hears that the other side has answered."""
    if isinstance(subject, Request) and subject.other_side_id == by.pk and subject.status == Request.Status.PENDING:
        told = [subject.decider_id] if subject.decider not in mentioned else []
        url = f"{address_of(subject)}#comments"
        tell(told, "side_stated", at=at, person=str(by), url=url, **subject.names)


def of(subject: Request | Customer) -> QuerySet[Comment]:
    """Comments on a subject, the oldest first, with their authors (one query)."""
    rows = Comment.objects.filter(subject_type=cast(str, subject._meta.model_name), subject_id=subject.pk)
    return rows.select_related("author").order_by("at", "id")
