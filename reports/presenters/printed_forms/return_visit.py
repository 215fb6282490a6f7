"""The report of a return visit on paper: how the customer judges us, what it will need, what it proposes (rows T4, T21, T23)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.pdf_boxes import Box
from crm_project.lib.time import minute
from customers.domain.access.masking import CLEAR
from service.models.visit_choices import VisitStatus
from service.presenters import visit_rows
from service.rules.visits import HIGHEST, LOWEST

from .sheet import pdf, section, to_tick


def return_visit(printing, customer, *, visit, aspects=(), mask=CLEAR):
    """As its page shows it; one without a report has the `aspects` to tick and room to write, to be taken along."""
    done = visit.status == VisitStatus.DONE
    when = [
        Box(_("Day of the visit"), visit.held_on.isoformat() if visit.held_on else ""),
        Box(_("Due"), visit.due_on.isoformat()),
        Box(_("How"), visit.get_channel_display()),
        Box(_("Visited by"), str(visit.person or "")),
        Box(_("Spoken with"), mask.text(visit.contact.name) if visit.contact else ""),
        Box(_("Position"), mask.text(visit.contact.title) if visit.contact else ""),
        Box(_("Service order"), visit.order.number if visit.order else ""),
        Box(pgettext("visit", "Reported"), minute(visit.reported_at) if done else ""),
        Box(_("Purpose"), mask.text(visit_rows.reason(visit)), 1),
    ]
    heard = [
        *(_scores(visit) if done else _to_score(aspects)),
        Box(_("Evaluation by the customer"), mask.text(visit.words), 3),
        Box(_("Market demand"), _lines(mask, map(visit_rows.demand_text, visit.demands.select_related("product"))), 3),
        Box(_("Ideas for improvement"), _lines(mask, (idea.text for idea in visit.ideas.all())), 3),
    ]
    story = [*section(_("Visit"), when), *section(_("From the customer"), heard)]
    signers = [_("Visited by"), _("Checked by")]
    mark = pgettext("visit", "Cancelled") if visit.status == VisitStatus.CANCELLED else ""
    return pdf(_("Return visit report"), story, printing=printing, customer=customer, signers=signers, mark=mark)


def _scores(visit):
    return [Box(str(row.aspect), f"{row.score} / {HIGHEST}") for row in visit.scores.select_related("aspect")]


def _to_score(aspects):
    """An aspect with the scores to tick."""
    return [Box(str(aspect), to_tick([(n, n) for n in range(LOWEST, HIGHEST + 1)])) for aspect in aspects]


def _lines(mask, texts):
    return mask.text("\n".join(texts))
