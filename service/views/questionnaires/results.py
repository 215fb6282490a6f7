"""What the answers come to: figures, free text by itself, the rows behind a figure, a file (row T22)."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.lib.paging import paged
from crm_project.lib.query_values import keys
from crm_project.lib.time import day
from crm_project.lib.views import attempt_form, workbook_answer
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import mask_for, masks_of
from customers.models.choices import Level
from deals.models import Product
from service.domain.questionnaires import access, exporting
from service.domain.questionnaires import results as facts
from service.presenters.questionnaires import figures, sheets, words
from service.rules.questionnaires.body import TEXT, read
from service.rules.questionnaires.figures import LEAST

from ...forms.questionnaires import ExportForm
from .loading import questionnaire_page

page_of_results = questionnaire_page(access.RESULTS)


def _narrowed(request):
    """(level, product) that the address asks for: one of them at a time, or crossing them would single people out."""
    level = request.GET.get("level", "")
    if level in Level.values:
        return level, None
    return "", next(iter(keys([request.GET.get("product", "")])), None)


def _query(level, product):
    return {name: value for name, value in (("level", level), ("product", product)) if value}


def _crumbs(questionnaire, *, results=False):
    rows = [
        (_("Questionnaires"), reverse("service:questionnaires")),
        (str(questionnaire), reverse("service:questionnaire", args=[questionnaire.pk])),
    ]
    if results:
        rows.append((_("Results"), reverse("service:questionnaire_results", args=[questionnaire.pk])))
    return rows


@page_of_results
@require_GET
def results(request, questionnaire, at):
    """Of all answers within reach, or of one class or product."""
    return _page(request, questionnaire, at, ExportForm())


def _page(request, questionnaire, at, export_form, status=200):
    user, (level, product) = request.user, _narrowed(request)
    found = facts.results(user, questionnaire, at, level=level, product=product)
    opens, query = access.reads_answers(user), _query(level, product)
    here, rows_url = (
        reverse(f"service:questionnaire_{name}", args=[questionnaire.pk]) for name in ("results", "answers")
    )
    names = figures.product_names(found)
    chosen = [figures.level_name(level)] if level else []
    chosen += [str(Product.objects.filter(pk=product).first() or "")] if product else []
    enough = found.rate.answered >= LEAST
    if enough and query:
        enough = facts.may_break_down(user, questionnaire, level=level, product=product)
    context = {
        "questionnaire": questionnaire,
        "tiles": figures.tiles(found) if enough or not chosen else [],
        "enough": enough,
        "least": LEAST,
        "chosen": ", ".join(filter(None, chosen)),
        "clear_url": here,
        "cards": figures.question_cards(found, rows_url, query, opens=opens) if enough else [],
        "trend": figures.trend(found) if enough else None,
        "levels": figures.groups(found.levels, figures.level_name, lambda key: f"{here}?{urlencode({'level': key})}")
        if enough and not level
        else [],
        "products": figures.groups(
            found.products, lambda key: names.get(key, ""), lambda key: f"{here}?{urlencode({'product': key})}"
        )
        if enough and not product
        else [],
        "texts": [
            (words.reads(row.text), found.texts.get(row.key, 0), _texts_url(questionnaire, row.key, query))
            for row in found.questions
            if row.kind == TEXT
        ],
        "reads_answers": opens,
        "rows_url": f"{rows_url}?{urlencode(query)}" if opens else "",
        "exports": access.exports(user),
        "export_form": export_form,
        "crumbs": _crumbs(questionnaire),
    }
    return render(request, "service/questionnaires/results.html", context, status=status)


def _texts_url(questionnaire, key, query):
    path = reverse("service:questionnaire_texts", args=[questionnaire.pk])
    return f"{path}?{urlencode({'question': key, **query})}"


@questionnaire_page(access.ANSWERS)
@require_GET
def texts(request, questionnaire, at):
    """What was written to one question, the newest first."""
    level, product = _narrowed(request)
    found = next((row for row in facts.questions_of(questionnaire) if row.key == request.GET.get("question")), None)
    if found is None or found.kind != TEXT or not access.reads_answers(request.user):
        raise Http404
    rows = facts.texts_of(request.user, questionnaire, found.key, level=level, product=product)
    page = paged(request, rows, order=("-id",))
    context = {
        "questionnaire": questionnaire,
        "question": words.reads(found.text),
        "page": page,
        "rows": _texts(request.user, page.rows),
        "crumbs": _crumbs(questionnaire, results=True),
    }
    return render(request, "service/questionnaires/texts.html", context)


def _texts(user, rows):
    """[(what was written, by whom, when)]; numbers in it are masked as on the customer's page."""
    masks = masks_of(user, [row.invitation.customer for row in rows])
    return [
        (masks[row.invitation.customer_id].text(row.text), row.invitation, day(row.invitation.answered_at))
        for row in rows
    ]


@questionnaire_page(access.ANSWERS)
@require_GET
def answers(request, questionnaire, at):
    """The answers behind a figure, each leading to the whole of it."""
    if not access.reads_answers(request.user):
        raise PermissionDenied
    level, product = _narrowed(request)
    asked = {row.key: row for row in facts.questions_of(questionnaire)}
    found, choice = asked.get(request.GET.get("question", "")), request.GET.get("choice", "")
    rows = facts.answered_rows(
        request.user, questionnaire, question=found.key if found else "", choice=choice, level=level, product=product
    )
    page = paged(request, rows, order=("-answered_at", "-id"))
    about = f"{words.reads(found.text)} → {words.choice_text(found, choice)}" if found and choice else ""
    context = {
        "questionnaire": questionnaire,
        "about": about,
        "page": page,
        "rows": [(row, day(row.answered_at)) for row in page.rows],
        "crumbs": _crumbs(questionnaire, results=True),
    }
    return render(request, "service/questionnaires/answers.html", context)


@questionnaire_page(access.ANSWERS)
@require_GET
def answered(request, questionnaire, at, invitation):
    """Everything that one contact answered, with the questions of their version."""
    if not access.reads_answers(request.user):
        raise PermissionDenied
    rows = access.readable(request.user).filter(version__questionnaire=questionnaire, answered_at__isnull=False)
    row = get_object_or_404(
        rows.select_related("version", "contact", "customer__ownership__owner", "answered_by"), pk=invitation
    )
    pass_gate(request.user, row.customer, row.customer.ownership_or_none, at)
    mask, given = mask_for(request.user, row.customer, row.customer.ownership_or_none, at), list(row.answers.all())
    for answer in given:
        answer.text = mask.text(answer.text)
    context = {
        "questionnaire": questionnaire,
        "row": row,
        "day": day(row.answered_at),
        "answers": sheets.answer_lines(read(row.version.body), given),
        "crumbs": [
            *_crumbs(questionnaire, results=True),
            (row.customer.name, reverse("customers:detail", args=[row.customer_id])),
        ],
    }
    return render(request, "service/questionnaires/answered.html", context)


@questionnaire_page(access.EXPORT)
@require_POST
def export(request, questionnaire, at):
    """A workbook with who took it and when in every row; a purpose is recorded."""
    form = ExportForm(request.POST)
    given = {"questionnaire_id": questionnaire.pk, "by": request.user, "at": at}
    taken = attempt_form(form, exporting.take_results, **given)
    if taken is None:
        return _page(request, questionnaire, at, form, status=422)
    target = BytesIO()
    sheets.write(target, taken)
    return workbook_answer(target.getvalue(), sheets.filename(taken))
