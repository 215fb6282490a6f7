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
from service.rules.questionnaires.body import Body, Text, read

from ...forms.questionnaires import HeadingForm, QuestionForm, SectionForm, initial_of
from .loading import questionnaire_page

builder = questionnaire_page(access.MANAGE)


def _body(questionnaire):
    """What the draft says; where somebody published or discarded it, what is sent, so that a late form comes back filled."""
    version = drafts.draft(questionnaire) or drafts.published(questionnaire)
    return read(version.body) if version else Body(Text())


def _edited(request, questionnaire, at, form, change, title, *, key="", added=""):
    """Show the form; a valid one changes the draft by `change()` and leads back to it. `key`: the section or question it needs.

    Where the draft, or that part of it, is gone, the page says so, with what was typed.
    """
    posts = request.method == "POST"
    try:
        drafts.check_draft(drafts.draft(questionnaire), key)
        if posts and form.is_valid():
            step = {"change": change(), "key": key, "by": request.user, "at": at}
            drafts.edit_draft(questionnaire_id=questionnaire.pk, **step)
            messages.success(request, added or _("Saved."))
            return redirect("service:questionnaire", questionnaire.pk)
    except Refused as refusal:
        if not posts:
            messages.error(request, refusal.sentence)
            return redirect("service:questionnaire", questionnaire.pk)
        form.errors.clear()  # nothing else is worth correcting here
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
    body = _body(questionnaire)
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
    found = _body(questionnaire).section(key)
    initial = {"title": found.title.en, "title_zh": found.title.zh} if found else None
    form = SectionForm(posted(request), initial=initial)

    def change():
        if key:
            return lambda body: editing.rename_section(body, key, form.text())
        return lambda body: editing.add_section(body, form.text())

    title = _("Section") if key else _("New section")
    added = "" if key else _("Added: now add its questions.")
    return _edited(request, questionnaire, at, form, change, title, key=key, added=added)


@builder
@require_http_methods(["GET", "POST"])
def question(request, questionnaire, at, key):
    """One question of the draft."""
    body = _body(questionnaire)
    found, asked = body.question(key), list(body.questions())
    if found:
        asked = asked[: asked.index(found)]
    form = QuestionForm(posted(request), asked=asked, question=found, initial=initial_of(found) if found else None)

    def change():
        return lambda draft: editing.update_question(draft, form.question())

    return _edited(request, questionnaire, at, form, change, _("Question"), key=key)


@builder
@require_http_methods(["GET", "POST"])
def new_question(request, questionnaire, at, key):
    """A question at the end of a section."""
    body = _body(questionnaire)
    places = [row.key for row in body.sections]
    before = body.sections[: places.index(key) + 1] if key in places else body.sections
    form = QuestionForm(posted(request), asked=[each for row in before for each in row.questions])

    def change():
        return lambda draft: editing.add_question(draft, key, form.question())

    return _edited(request, questionnaire, at, form, change, _("New question"), key=key, added=_("Added."))


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
