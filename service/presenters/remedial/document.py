"""A remedial plan as one document to print: texts, tasks with their proof, corrections, and all decisions (row M16)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.language import with_note
from crm_project.lib.pdf import HEAD, SMALL, TITLE, document, paragraph, table
from crm_project.lib.time import minute
from service.models import RemedialPlan

from . import words


def pdf(plan: RemedialPlan, shown: dict[str, Any], *, at, by) -> bytes:
    """The bytes, in the reader's language; `shown`: what its page shows (`page.content`)."""
    title = _("Remedial plan")
    label, _tone = words.state(plan)
    story = [paragraph(title, TITLE), paragraph(plan.subject, HEAD), Spacer(1, 3 * mm)]
    facts = [(_("Number"), plan.number), (_("Customer"), f"{plan.customer.name} · {plan.customer.code}")]
    if plan.order:
        facts.append((_("Service order"), plan.order.number))
    facts += [(_("Status"), label), *words.facts(plan)]
    story.append(table([[_("Item"), _("Content")], *([name, value or "–"] for name, value in facts)], (45, 121)))
    for heading, texts in (
        (pgettext("remedial plan", "Draft"), shown["drafts"]),
        (pgettext("remedial plan", "Report"), shown["reports"]),
    ):
        if texts:
            story += _text(heading, texts[-1])
    if shown["tasks"]:
        story += _tasks(shown["tasks"])
    if shown["corrections"]:
        story += _corrections(shown["corrections"])
    story += _decisions(shown["decisions"])
    foot = " · ".join([plan.number, company_name(plan.customer.department), minute(at), str(by)])
    return document(story, title=f"{title} {plan.number}", author=company_name(plan.customer.department), foot=foot)


def _text(heading, text):
    out = [paragraph(f"{heading} · {words.version_note(text)}", HEAD)]
    for name, content in words.parts(text):
        out.append(paragraph(name, SMALL))
        out += [paragraph(line) for line in (content or "–").splitlines() if line.strip()]
    return out


def _tasks(rows):
    head = [_("Task"), _("Person"), _("Due"), _("Proof")]
    body = []
    for row in rows:
        task = row["task"]
        files = ", ".join(file.name for file in task.files.all())
        proof = " · ".join(text for text in (row["done"], task.proof, files) if text)
        who = with_note(task.person, task.department) if task.department else str(task.person)
        body.append([task.what, who, task.due_on.isoformat(), proof or row["label"]])
    return [paragraph(_("Tasks"), HEAD), table([head, *body], (50, 38, 22, 56))]


def _corrections(rows):
    head = [_("Changed"), _("Field"), _("Before"), _("Now")]
    body = [
        [f"{row['time']} · {row['who']}", name, before or "–", after or "–"]
        for row in rows
        for name, before, after in row["changes"]
    ]
    return [paragraph(_("Customer data corrected"), HEAD), table([head, *body], (40, 36, 45, 45))]


def _decisions(rows):
    head = [_("Time"), _("Who"), _("Decision"), _("Reason")]
    body = [[row["at"], f"{row['who']} {row['stood_in']}".strip(), row["what"], row["reason"] or "–"] for row in rows]
    return [paragraph(_("Decisions"), HEAD), table([head, *body], (30, 34, 52, 50))]
