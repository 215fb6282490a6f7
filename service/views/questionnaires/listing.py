"""The questionnaires of the company, and one of them: its versions, its draft, what may be done (row T22)."""

from django.contrib import messages
from django.db.models import Max, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.time import day, minute
from crm_project.lib.views import attempt_form, now, posted
from service.domain.questionnaires import access, drafts, results
from service.presenters.questionnaires import words
from service.presenters.targets import CLASS_NAMES
from service.rules.questionnaires.body import read
from service.rules.questionnaires.problems import problems

from ...forms.questionnaires import QuestionnaireForm
from .loading import questionnaire_page

ANY = (access.MANAGE, access.SEND, access.RESULTS)
MOST = 200


@allowed(*ANY)
@require_GET
def questionnaire_list(request):
    """The newest first, with how many of the customers within reach were asked; drafts only for those who build them."""
    latest = Max("versions__number", filter=Q(versions__published_at__isnull=False))
    found = list(access.questionnaires(request.user).annotate(published=latest).order_by("-created_at", "-pk")[:MOST])
    rates = results.rates(request.user, [row.pk for row in found])
    rows = [
        {
            "row": row,
            "classes": _classes(row),
            "made": day(row.created_at),
            "status": _status(row),
            "rate": rates.get(row.pk),
        }
        for row in found
    ]
    context = {"rows": rows, "manages": access.manages(request.user)}
    return render(request, "service/questionnaires/list.html", context)


def _classes(row):
    return ", ".join(str(CLASS_NAMES[level]) for level in row.levels if level in CLASS_NAMES) or _("all")


def _status(row):
    if row.closed_at:
        return _("Closed"), ""
    return (_("Version %(n)d") % {"n": row.published}, "ok") if row.published else (_("Draft"), "warn")


@allowed(access.MANAGE)
@require_http_methods(["GET", "POST"])
def new(request):
    """Named first, then built."""
    form = QuestionnaireForm(posted(request))
    if made := attempt_form(form, drafts.create_questionnaire, by=request.user, at=now()):
        return redirect("service:questionnaire", made.pk)
    context = {"form": form, "title": _("New questionnaire"), "back": reverse("service:questionnaires")}
    return render(request, "service/questionnaires/form.html", context, status=422 if form.errors else 200)


@questionnaire_page(access.MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request, questionnaire, at):
    """Its name in the house, and for whom it is."""
    initial = {name: getattr(questionnaire, name) for name in ("name", "name_zh", "levels")}
    form = QuestionnaireForm(posted(request), initial=initial)
    given = {"questionnaire_id": questionnaire.pk, "by": request.user, "at": at}
    if attempt_form(form, drafts.update_questionnaire, **given):
        messages.success(request, _("Saved."))
        return redirect("service:questionnaire", questionnaire.pk)
    context = {
        "form": form,
        "title": _("Name and classes"),
        "questionnaire": questionnaire,
        "back": reverse("service:questionnaire", args=[questionnaire.pk]),
    }
    return render(request, "service/questionnaires/form.html", context, status=422 if form.errors else 200)


@questionnaire_page(*ANY)
@require_GET
def detail(request, questionnaire, at):
    """For those who build it the draft, section by section; for all its versions and what they may do."""
    user, versions = request.user, list(questionnaire.versions.select_related("published_by"))
    draft = next((version for version in versions if version.published_at is None), None)
    manages = access.manages(user)
    body = read(draft.body) if draft and manages else None
    shown = body or next((read(version.body) for version in versions if version.published_at), None)
    context = {
        "questionnaire": questionnaire,
        "classes": _classes(questionnaire),
        "versions": [
            (version.number, minute(version.published_at), str(version.published_by or ""))
            for version in versions
            if version.published_at
        ],
        "draft": draft if manages else None,
        "sections": _sections(shown) if shown else [],
        "heading": (words.reads(shown.title), words.reads(shown.intro)) if shown else None,
        "problems": words.problem_rows(body, problems(body)) if body else [],
        "manages": manages,
        "sends": access.sends(user),
        "reads_results": access.reads_results(user),
        "crumbs": [(_("Questionnaires"), reverse("service:questionnaires"))],
    }
    return render(request, "service/questionnaires/detail.html", context)


def _sections(body):
    return [
        {
            "key": section.key,
            "title": words.reads(section.title),
            "first": number == 0,
            "last": number == len(body.sections) - 1,
            "questions": [
                {
                    "key": question.key,
                    "text": words.reads(question.text),
                    "kind": words.KIND_NAMES[question.kind],
                    "required": question.required,
                    "choices": [words.choice_text(question, option.key) for option in question.options],
                    "condition": words.condition_text(body, question),
                    "first": number == place == 0,
                    "last": number == len(body.sections) - 1 and place == len(section.questions) - 1,
                }
                for place, question in enumerate(section.questions)
            ],
        }
        for number, section in enumerate(body.sections)
    ]
