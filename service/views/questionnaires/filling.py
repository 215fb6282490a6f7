"""Answering section by section: one flow for the contact with a link and for the staff on the phone; each step is kept (row T22)."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation

from crm_project.lib.refused import Refused
from service.domain.questionnaires import answering
from service.presenters.questionnaires import page as pages
from service.presenters.questionnaires.words import LANGUAGE_NAMES
from service.rules.questionnaires import answers as rules
from service.rules.questionnaires.body import read

SHOWN = "shown"


def language_of(request, invitation):
    """What the person chose on the page, else the language they were asked in."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGE_NAMES else invitation.language


def fill(request, invitation, at, *, template, by=None, **context):
    """Show a section, or keep what was sent of it and lead on; the last one sends all. Refused (by its state) is the caller's to word."""
    language, body = language_of(request, invitation), read(invitation.version.body)
    # The questions are in the contact's language, the frame around them in that of whoever looks.
    context["frame"] = translation.get_language()
    with translation.override(language):
        sections = pages.sections_shown(body, invitation.draft)
        here = next((row for row in sections if row.key == request.GET.get("section")), sections[0])
        if request.method == "POST":
            return _posted(request, invitation, at, body, here, language, by, template, context)
        faults = _of_section(here, rules.faults(body, invitation.draft)) if "check" in request.GET else {}
        shown = pages.section_context(body, here, invitation.draft, faults, added=request.GET.get("more", ""))
        return _page(request, template, language, shown, context)


def _posted(request, invitation, at, body, here, language, by, template, context):
    typed = _typed(request.POST, here)
    invitation = answering.save_answers(invitation_id=invitation.pk, answers=typed, at=at)
    way = request.POST.get("go", "next")
    if way.startswith("language:"):
        return _to(request, here.key, way.partition(":")[2])
    sections = pages.sections_shown(body, invitation.draft)
    keys = [row.key for row in sections]
    place = keys.index(here.key) if here.key in keys else 0
    if way == "back":
        return _to(request, keys[max(place - 1, 0)], language)
    faults = _of_section(here, rules.faults(body, invitation.draft))
    seen = set(request.POST.get(SHOWN, "").split(","))
    fresh = [row.key for row in pages.fields(body, here, invitation.draft, {}) if row.key not in seen]
    faults = {key: code for key, code in faults.items() if key not in fresh}
    if faults:
        shown = pages.section_context(body, here, invitation.draft, faults, added=fresh)
        return _page(request, template, language, shown, context, status=422)
    if fresh:
        return _to(request, here.key, language, more="1")
    if place + 1 < len(keys):
        return _to(request, keys[place + 1], language)
    try:
        answering.submit_answers(invitation_id=invitation.pk, answers={}, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "faults":
            raise
        wrong = rules.faults(body, invitation.draft)
        first = next(row.key for row in sections if _of_section(row, wrong))
        return _to(request, first, language, check="1")
    return None


def _typed(data, section):
    """{question: answer} of what the form sent, as it is kept; what can't be meant is kept as it was typed."""
    asked = set(data.get(SHOWN, "").split(","))
    return {row.key: rules.clean(row, data.getlist(row.key))[0] for row in section.questions if row.key in asked}


def _of_section(section, faults):
    keys = {row.key for row in section.questions}
    return {key: code for key, code in faults.items() if key in keys}


def _to(request, section, language, **more):
    query = {"section": section, "language": language} | more
    return HttpResponseRedirect(f"{request.path}?{urlencode(query)}#main")


def _page(request, template, language, shown, context, status=200):
    languages = [(code, name, code == language) for code, name in LANGUAGE_NAMES.items()]
    action = f"{request.path}?{urlencode({'section': shown['section'].key, 'language': language})}"
    keys = ",".join(field.key for field in shown["fields"])
    wrong = any(field.error for field in shown["fields"])
    rest = {
        "wrong": wrong,
        "languages": languages,
        "language": language,
        "action": action,
        "shown": keys,
        **shown,
        **context,
    }
    with translation.override(rest["frame"]):
        return render(request, template, rest, status=status)
