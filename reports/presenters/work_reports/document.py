"""A report as a PDF (row Ni1)."""

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.pdf import HEAD, TITLE, document, paragraph, table
from crm_project.lib.time import minute

from . import titles


def pdf(report, shown, *, at, by):
    """The bytes, in the reader's language; `shown`: what its page shows."""
    title = titles.title(report)
    story = [paragraph(title, TITLE), Spacer(1, 2 * mm)]
    story.append(paragraph(f"{report.first:%F} – {report.last:%F}"))
    figures = [[str(one["label"]), one["value"]] for one in shown["figures"]]
    if figures:
        story += [paragraph(_("Figures"), HEAD), table([[_("Figure"), _("Value")], *figures], (110, 56), figures=(1,))]
    for one in shown["figures"]:
        if one["rows"]:
            body = [
                [row["when"], row["customer"], " · ".join(text for text in (row["what"], row["value"]) if text)]
                for row in one["rows"]
            ]
            story += [
                paragraph(str(one["label"]), HEAD),
                table([[_("When"), _("Customer"), _("What")], *body], (24, 70, 72)),
            ]
    if shown["last_plan"]:
        body = [
            [one["text"], one["due"], one["when"] if one["done"] else _("not done"), one["said"] or "–"]
            for one in shown["last_plan"]
        ]
        head = [_("Planned last time"), _("Until"), _("Done"), _("Note")]
        story += [paragraph(_("What became of the last plan"), HEAD), table([head, *body], (66, 24, 24, 52))]
    for heading, text in shown["texts"]:
        story.append(paragraph(heading, HEAD))
        story += [paragraph(line) for line in text.splitlines() if line.strip()]
    if shown["plan"]:
        body = [[one["text"], one["due"]] for one in shown["plan"]]
        story += [paragraph(_("Plan for the next period"), HEAD), table([[_("What"), _("Until")], *body], (142, 24))]
    foot = " · ".join([company_name(report.department), minute(at), str(by)])
    return document(story, title=title, author=str(report.author), foot=foot)
