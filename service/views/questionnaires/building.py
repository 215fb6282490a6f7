"""Building the draft: heading, sections, questions, their order; preview, publishing, versions (row T22)."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, posted, refusal_into
from service.domain.questionnaires import access, drafts, publishing
from service.presenters.questionnaires import page as pages
from service.presenters.questionnaires import words
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import read

from ...forms.questionnaires import HeadingForm, QuestionForm, SectionForm, initial_of
from .loading import questionnaire_page

builder = questionnaire_page(access.MANAGE)


def _draft_body(questionnaire):
    version = drafts.draft(questionnaire)
    if version is None:
        raise Http404
    return read(version.body)


def _edited(request, questionnaire, at, form, change, title, *, added=""):
    """Show the form; a valid one changes the draft by `change()` and leads back to it."""
    if request.method == "POST" and form.is_valid():
        try:
            drafts.edit_draft(questionnaire_id=questionnaire.pk, change=change(), by=request.user, at=at)
            messages.success(request, added or _("Saved."))
            return redirect("service:questionnaire", questionnaire.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "title": title,
        "questionnaire": questionnaire,
        "back": reverse("service:questionnaire", args=[questionnaire.pk]),
    }
    return render(request, "service/questionnaires/form.html", context, status=422 if form.errors else 200)


@builder
@require_http_methods(["GET", "POST"])
def heading(request, questionnaire, at):
    """Title and introduction, as the customer reads them."""
    body = _draft_body(questionnaire)
    initial = {"title": body.title.en, "title_zh": body.title.zh, "intro": body.intro.en, "intro_zh": body.intro.zh}
    form = HeadingForm(posted(request), initial=initial)

    def change():
        title, intro = form.texts()
        return partial(replace, title=title, intro=intro)

    return _edited(request, questionnaire, at, form, change, _("Title and introduction"))


@builder
@require_http_methods(["GET", "POST"])
def section(request, questionnaire, at, key=""):
    """A new section, or the title of one."""
    found = _draft_body(questionnaire).section(key)
    if key and found is None:
        raise Http404
    initial = {"title": found.title.en, "title_zh": found.title.zh} if found else None
    form = SectionForm(posted(request), initial=initial)

    def change():
        if found:
            return lambda body: editing.rename_section(body, key, form.text())
        return lambda body: editing.add_section(body, form.text())

    title = _("Section") if found else _("New section")
    added = "" if found else _("Added: now add its questions.")
    return _edited(request, questionnaire, at, form, change, title, added=added)


@builder
@require_http_methods(["GET", "POST"])
def question(request, questionnaire, at, key):
    """One question of the draft."""
    body = _draft_body(questionnaire)
    found = body.question(key)
    if found is None:
        raise Http404
    questions = list(body.questions())
    form = QuestionForm(
        posted(request), asked=questions[: questions.index(found)], question=found, initial=initial_of(found)
    )
    return _edited(
        request,
        questionnaire,
        at,
        form,
        lambda: lambda draft: editing.update_question(draft, form.question()),
        _("Question"),
    )


@builder
@require_http_methods(["GET", "POST"])
def new_question(request, questionnaire, at, key):
    """A question at the end of a section."""
    body = _draft_body(questionnaire)
    if body.section(key) is None:
        raise Http404
    places = [row.key for row in body.sections]
    asked = [each for row in body.sections[: places.index(key) + 1] for each in row.questions]
    form = QuestionForm(posted(request), asked=asked)
    return _edited(
        request,
        questionnaire,
        at,
        form,
        lambda: lambda draft: editing.add_question(draft, key, form.question()),
        _("New question"),
        added=_("Added."),
    )


@builder
@require_POST
def move(request, questionnaire, at):
    """A section or a question one place up or down."""
    key, way = request.POST.get("key", ""), editing.UP if request.POST.get("way") == editing.UP else editing.DOWN
    step = partial(editing.move, key=key, way=way)
    attempt(request, drafts.edit_draft, questionnaire_id=questionnaire.pk, change=step, by=request.user, at=at)
    return redirect(f"{reverse('service:questionnaire', args=[questionnaire.pk])}#at-{key}")


@builder
@require_POST
def remove(request, questionnaire, at):
    """A section with its questions, or a question, out of the draft."""
    step = partial(editing.remove, key=request.POST.get("key", ""))
    done = _("Removed from the draft.")
    attempt(
        request, drafts.edit_draft, done=done, questionnaire_id=questionnaire.pk, change=step, by=request.user, at=at
    )
    return redirect("service:questionnaire", questionnaire.pk)


def _verb(name, verb, done):
    @builder
    @require_POST
    def view(request, questionnaire, at):
        attempt(request, verb, done=str(done), questionnaire_id=questionnaire.pk, by=request.user, at=at)
        return redirect("service:questionnaire", questionnaire.pk)

    view.__name__ = name
    return view


publish = _verb("publish", publishing.publish_draft, translation.gettext_lazy("Published: it may be sent now."))
begin_version = _verb("begin_version", drafts.begin_version, translation.gettext_lazy("A draft was begun."))
discard = _verb("discard", drafts.discard_draft, translation.gettext_lazy("The draft was discarded."))
close = _verb("close", publishing.close_questionnaire, translation.gettext_lazy("Closed: nobody is asked any more."))
reopen = _verb("reopen", publishing.reopen_questionnaire, translation.gettext_lazy("Open again."))


@questionnaire_page(access.MANAGE, access.SEND)
@require_GET
def preview(request, questionnaire, at):
    """As the customer sees it, all sections on one page: the draft for those who build it, else what is sent."""
    manages = access.manages(request.user)
    version = (drafts.draft(questionnaire) if manages else None) or drafts.published(questionnaire)
    if version is None:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in words.LANGUAGE_NAMES else request.LANGUAGE_CODE
    body = read(version.body)
    with translation.override(language):
        context = {
            "title": words.reads(body.title),
            "intro": words.reads(body.intro),
            "sections": [(words.reads(row.title), pages.every_field(body, row)) for row in body.sections],
            "languages": [(code, name, code == language) for code, name in words.LANGUAGE_NAMES.items()],
            "language": language,
            "back": reverse("service:questionnaire", args=[questionnaire.pk]),
        }
        return render(request, "service/questionnaires/preview.html", context)
