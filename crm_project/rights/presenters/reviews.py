"""The yearly review of rights as its pages show it (rows Ne6, Ne7)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.accounts.models import FurtherRight
from crm_project.lib.time import local_date
from crm_project.rights.models import ReviewedPerson

Answer = ReviewedPerson.Answer
# What is proposed to end where it is not one of the rights beside the role.
ROLE = "role"


def listed(review, at):
    """One list: whose, until when, how far; `total` and `left` are annotated."""
    late = (local_date(at) - review.due_on).days
    return {
        "pk": review.pk,
        "reviewer": str(review.reviewer),
        "begun": review.begun_on.isoformat(),
        "due": review.due_on.isoformat(),
        "progress": _("%(done)s of %(total)s") % {"done": review.total - review.left, "total": review.total},
        "done": review.done_at is not None,
        "overdue": ngettext("overdue by %(n)s day", "overdue by %(n)s days", late) % {"n": late}
        if review.done_at is None and late > 0
        else "",
    }


def people(review):
    """Everybody on the list, who is open first, with role and what was given beside it: two queries."""
    lines = list(
        review.people.select_related("person__role", "person__department").order_by("answer", "person__sort_name", "pk")
    )
    further = {line.person_id: [] for line in lines}
    for right in FurtherRight.objects.filter(person__in=list(further), ended_at=None).order_by("pk"):
        further[right.person_id].append(right)
    return [_line(line, further[line.person_id]) for line in lines]


def _line(line, rights):
    return {
        "pk": line.pk,
        "person": str(line.person),
        "role": str(line.person.role or "–"),
        "department": str(line.person.department or ""),
        "rights": [
            f"{right.get_action_display()} · {right.get_scope_display()}"
            + (f" · {_('until %(day)s') % {'day': right.until.isoformat()}}" if right.until else "")
            for right in rights
        ],
        "choices": [(ROLE, _("the role “%(role)s”") % {"role": line.person.role or "–"})]
        + [(right.pk, right.get_action_display()) for right in rights],
        "answer": line.get_answer_display(),
        "tone": "ok" if line.answer == Answer.CONFIRMED else "warn",
    }
