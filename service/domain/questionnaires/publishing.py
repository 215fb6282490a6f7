"""Publishing a version, which then never changes, and closing a questionnaire (row T22)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from service.models import Questionnaire, QuestionnaireVersion
from service.rules.questionnaires import body as rules
from service.rules.questionnaires.problems import NO_QUESTIONS, problems

from .drafts import draft, locked_questionnaire


def publish_draft(*, questionnaire_id: int, by: User, at: datetime) -> QuestionnaireVersion:
    """From now on this version is sent; invitations to older ones keep their questions.

    Refuses with code draft (nothing to publish), questions (none in it), problems (what its page lists).
    """
    with locked_questionnaire(questionnaire_id, by) as row:
        version = draft(row)
        if version is None:
            raise Refused(_("There is no draft to publish: somebody published it already."), code="draft")
        found = problems(rules.read(version.body))
        if any(problem.code == NO_QUESTIONS for problem in found):
            raise Refused(
                _("A questionnaire without questions can't be published: add at least one."), code="questions"
            )
        if found:
            raise Refused(_("It can't be published yet: first fix what is listed under the draft."), code="problems")
        version.published_at, version.published_by, version.changed_at = at, by, at
        version.save(update_fields=["published_at", "published_by", "changed_at"])
        changes = {"version": [None, version.number]}
        log.record(by=by, action="questionnaire.published", at=at, subject=row, changes=changes)
        return version


def close_questionnaire(*, questionnaire_id: int, by: User, at: datetime) -> Questionnaire:
    """Nobody is asked any more, and links that are still out answer nothing."""
    with locked_questionnaire(questionnaire_id, by) as row:
        if row.closed_at is None:
            row.closed_at = at
            row.save(update_fields=["closed_at"])
            log.record(by=by, action="questionnaire.closed", at=at, subject=row)
        return row


def reopen_questionnaire(*, questionnaire_id: int, by: User, at: datetime) -> Questionnaire:
    """It may be sent and answered again."""
    with locked_questionnaire(questionnaire_id, by) as row:
        if row.closed_at is not None:
            row.closed_at = None
            row.save(update_fields=["closed_at"])
            log.record(by=by, action="questionnaire.reopened", at=at, subject=row)
        return row
