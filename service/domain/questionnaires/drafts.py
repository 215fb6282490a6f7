"""Building a questionnaire: the draft that follows the published version, changed step by step (row T22)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from service.models import Questionnaire, QuestionnaireVersion
from service.rules.questionnaires import body as rules
from service.rules.questionnaires.body import Body, Text

from . import access


@contextmanager
def locked_questionnaire(questionnaire_id: int, by: User) -> Iterator[Questionnaire]:
    """A questionnaire to be changed, around one transaction. Refuses with code denied whoever does not build them."""
    with transaction.atomic():
        if not access.manages(by):
            raise Refused(_("Your role does not build questionnaires: ask a service manager."), code="denied")
        yield Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire_id)


def published(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """The version that is sent now."""
    return questionnaire.versions.filter(published_at__isnull=False).order_by("-number").first()


def draft(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """The version that is being built."""
    return questionnaire.versions.filter(published_at=None).first()


def create_questionnaire(
    *, name: str, name_zh: str = "", levels: Sequence[str] = (), by: User, at: datetime
) -> Questionnaire:
    """A new one with an empty draft. Refuses with code denied."""
    if not access.manages(by):
        raise Refused(_("Your role does not build questionnaires: ask a service manager."), code="denied")
    with transaction.atomic():
        made = Questionnaire.objects.create(
            name=name, name_zh=name_zh, levels=list(levels), created_by=by, created_at=at
        )
        first = Body(title=Text(name, name_zh))
        QuestionnaireVersion.objects.create(questionnaire=made, number=1, body=rules.stored(first), changed_at=at)
        log.record(by=by, action="questionnaire.created", at=at, subject=made)
        return made


def update_questionnaire(
    *, questionnaire_id: int, name: str, name_zh: str, levels: Sequence[str], by: User, at: datetime
) -> Questionnaire:
    """How it is called in the house, and for which classes it is meant."""
    with locked_questionnaire(questionnaire_id, by) as row:
        new = {"name": name, "name_zh": name_zh, "levels": list(levels)}
        changes = log.differences({field: getattr(row, field) for field in new}, new)
        if changes:
            row.name, row.name_zh, row.levels = name, name_zh, list(levels)
            row.save(update_fields=list(new))
            log.record(by=by, action="questionnaire.changed", at=at, subject=row, changes=log.plain(changes))
        return row


def check_draft(version: QuestionnaireVersion | None, key: str = "") -> QuestionnaireVersion:
    """The draft, which has the section or question `key`. Refuses with code draft where there is none, with code gone without `key`."""
    if version is None:
        raise Refused(
            _(
                "There is no draft any more, and a published version does not change: begin a new version, then edit that."
            ),
            code="draft",
        )
    body = rules.read(version.body)
    if key and not (body.section(key) or body.question(key)):
        raise Refused(_("Somebody removed this from the draft meanwhile: add it again if it is needed."), code="gone")
    return version


def edit_draft(*, questionnaire_id: int, change: Callable[[Body], Body], by: User, at: datetime, key: str = "") -> Body:
    """Change the draft by one step of `rules.questionnaires.editing`; `key`: the section or question that the step needs.

    Refuses with code draft where there is none, gone, many.
    """
    with locked_questionnaire(questionnaire_id, by) as row:
        version = check_draft(draft(row), key)
        before = rules.read(version.body)
        after = change(before)
        _check_size(after)
        if after != before:
            version.body, version.changed_at = rules.stored(after), at
            version.save(update_fields=["body", "changed_at"])
            counts = [sum(1 for _question in body.questions()) for body in (before, after)]
            log.record(by=by, action="questionnaire.edited", at=at, subject=row, changes={"questions": counts})
        return after


def _check_size(body: Body) -> None:
    if len(body.sections) > rules.MOST_SECTIONS:
        raise Refused(_("A questionnaire has at most %(n)d sections.") % {"n": rules.MOST_SECTIONS}, code="many")
    if sum(1 for _question in body.questions()) > rules.MOST_QUESTIONS:
        raise Refused(_("A questionnaire has at most %(n)d questions.") % {"n": rules.MOST_QUESTIONS}, code="many")


def begin_version(*, questionnaire_id: int, by: User, at: datetime) -> QuestionnaireVersion:
    """A draft that begins as the published version; the one that is there already, where somebody was faster."""
    with locked_questionnaire(questionnaire_id, by) as row:
        found = draft(row)
        if found:
            return found
        last = row.versions.order_by("-number").first()
        assert last is not None  # noqa: S101 - each has a first version
        made = QuestionnaireVersion.objects.create(
            questionnaire=row, number=last.number + 1, body=last.body, changed_at=at
        )
        log.record(by=by, action="questionnaire.version", at=at, subject=row, changes={"version": [None, made.number]})
        return made


def discard_draft(*, questionnaire_id: int, by: User, at: datetime) -> None:
    """Without the draft. Refuses with code only where nothing was published: then there would be nothing left."""
    with locked_questionnaire(questionnaire_id, by) as row:
        version = draft(row)
        if version is None:
            return
        if published(row) is None:
            raise Refused(_("Nothing of it was published yet: edit the draft instead."), code="only")
        number = version.number
        version.delete()
        log.record(by=by, action="questionnaire.discarded", at=at, subject=row, changes={"version": [number, None]})
