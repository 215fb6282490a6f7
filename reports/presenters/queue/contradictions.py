"""Contradictions to put right or explain, and those that wait for a manager, as rows of the queue (row Nf9)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from reports.domain.contradictions import access, waiting
from reports.presenters.contradictions.sentences import kind_text

from .rows import DEADLINE, NOW, REVIEW, Action, Row, part_of


def rows(user, at):
    """One row for each of one's own; one for all that a manager has to decide. Who neither goes out nor decides is not asked."""
    decides = access.decides_somewhere(user)
    own = [_own(one, at) for one in waiting.open_of(user.pk)] if decides or may(user, "followup.create") else []
    return own + _to_decide(user, at) if decides else own


def _own(one, at):
    url = reverse("reports:contradiction", args=[one["pk"]])
    said = {"day": f"{one['day']:%F}", "until": minute(one["answer_by"])}
    return Row(
        key=f"contradiction-{one['pk']}",
        part=part_of(one["answer_by"], at, urgent_days=5),
        rank=DEADLINE,
        moment=one["answer_by"],
        name=kind_text(one["kind"]),
        url=url,
        why=_("your records of %(day)s contradict each other; put it right or explain by %(until)s") % said,
        icon="exclamation-diamond",
        act=Action(_("Open"), url, "arrow-right", drawer=False),
    )


def _to_decide(user, at):
    to_decide, appeals = waiting.of_manager(user)
    if not to_decide and not appeals:
        return []
    why = []
    if to_decide:
        why.append(ngettext("%(n)d to decide", "%(n)d to decide", to_decide) % {"n": to_decide})
    if appeals:
        why.append(ngettext("%(n)d appeal to decide", "%(n)d appeals to decide", appeals) % {"n": appeals})
    url = reverse("reports:contradictions_review")
    return [
        Row(
            key="contradictions",
            part=NOW,
            rank=REVIEW,
            moment=at,
            name=_("Contradictions"),
            url=url,
            why=" · ".join(why),
            icon="exclamation-diamond",
            act=Action(_("Open"), url, "arrow-right", drawer=False),
        )
    ]
