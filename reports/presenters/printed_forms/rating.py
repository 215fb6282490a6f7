"""The form by which a customer's credit is graded (rows T4, T8)."""

from django.utils.translation import gettext as _

from contracts.ratings.domain.indicators import guidance, indicator_name, raters
from contracts.ratings.presenters.grade_text import bounds, number
from contracts.ratings.views.explanation import why_lines
from crm_project.lib.language import in_language, with_note
from crm_project.lib.pdf_boxes import Box
from customers.domain.access.masking import CLEAR
from customers.models.choices import Segment

from .sheet import listed, pdf, section

WIDTHS = (44, 18, 64, 15, 25)


def rating(printing, customer=None, *, card, quarter="", graded=None, mask=CLEAR):
    """`graded`: the grade to be shown; without it the indicators of the card with room for points."""
    told = why_lines(graded) if graded else None
    head = [
        Box(_("Segment"), str(Segment(card.segment).label)),
        Box(_("Quarter"), str(quarter)),
        Box(_("Grade"), told["label"] if told else ""),
        Box(_("Points"), told["points"] if told else ""),
    ]
    heads = [_("Indicator"), _("Full marks"), _("Basis"), _("Points"), _("Who and when")]
    rows = [_graded(line, mask) for line in told["lines"]] if told else [_to_rate(one, card) for one in card.indicators]
    story = section(_("Rating"), head) + listed(_("Points by indicator"), heads, rows, WIDTHS)
    grades = " · ".join(f"{grade} {points}" for grade, points in bounds(card.rules))
    end = [Box(_("Grades"), grades)]
    if told:
        end += [Box(_("Why"), told["why"]), *([Box(_("Size"), told["size"])] if told["size"] else [])]
    story += section(_("Result"), end)
    signers = [_("Rated by sales"), _("Rated by finance"), _("Approved by")]
    return pdf(_("Credit rating form"), story, printing=printing, customer=customer, signers=signers)


def _graded(line, mask):
    basis = _("not rated yet") if line["missing"] else line["said"] or _("rated manually")
    basis = "\n".join(filter(None, [basis, mask.text(line["reason"])]))
    who = "\n".join(filter(None, [line["who"], line["when"]]))
    return [f"{line['label']}\n{line['category']}", line["full"], basis, line["points"], who]


def _to_rate(indicator, card):
    categories = {key: in_language(en, zh) for key, en, zh in card.categories}
    name = with_note(indicator_name(indicator), raters()[indicator.rater])
    return [f"{name}\n{categories.get(indicator.category, '')}", number(indicator.full), guidance(indicator), "", ""]
