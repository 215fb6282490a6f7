"""Who builds questionnaires, whom one may send them to, whose answers one reads (rows T22, Nb3).

Restricted files are left out everywhere, but for whoever works on them: what a figure counts is what its rows show.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.data_scope import NOTHING
from customers.models import Contact, Customer
from customers.models.scope import FileScope
from service.models import Questionnaire, QuestionnaireInvitation

MANAGE, SEND, RESULTS = "questionnaire.manage", "questionnaire.send", "questionnaire.results"
ANSWERS, EXPORT = "questionnaire.answers", "questionnaire.export"


def manages(user: User) -> bool:
    """Whether the user builds, publishes and closes questionnaires."""
    return access.may(user, MANAGE)


def sends(user: User) -> bool:
    """Whether the user sends questionnaires to some customers."""
    return access.may(user, SEND)


def reads_results(user: User) -> bool:
    """Whether the user sees figures of some customers' answers."""
    return access.may(user, RESULTS)


def reads_answers(user: User) -> bool:
    """Whether the user reads what single customers answered, free text above all."""
    return access.may(user, RESULTS) and access.may(user, ANSWERS)


def exports(user: User) -> bool:
    """Whether the user takes results out in a file."""
    return access.may(user, RESULTS) and access.may(user, EXPORT)


def _scope(user: User, action: str) -> FileScope:
    return FileScope(access.data_scope(user, action), NOTHING)


def questionnaires(user: User) -> QuerySet[Questionnaire]:
    """Those that the user knows of: drafts only whoever builds them."""
    rows = Questionnaire.objects.all()
    return rows if manages(user) else rows.filter(versions__published_at__isnull=False).distinct()


def invitations(user: User) -> QuerySet[QuestionnaireInvitation]:
    """Those that the user may look after: to customers within their reach of sending, and their own."""
    return QuestionnaireInvitation.objects.visible_to(user, _scope(user, SEND))


def counted(user: User) -> QuerySet[QuestionnaireInvitation]:
    """Those that count in the figures that the user sees."""
    return QuestionnaireInvitation.objects.in_files_of(user, _scope(user, RESULTS))


def readable(user: User) -> QuerySet[QuestionnaireInvitation]:
    """Those of them whose answers the user reads one by one."""
    return counted(user) & QuestionnaireInvitation.objects.in_files_of(user, _scope(user, ANSWERS))


def exportable(user: User) -> QuerySet[QuestionnaireInvitation]:
    """Those of them that the user may take out in a file."""
    return counted(user) & QuestionnaireInvitation.objects.in_files_of(user, _scope(user, EXPORT))


def recipients(user: User) -> QuerySet[Contact]:
    """The contacts to whom the user may send: still employed, at customers within reach."""
    if _scope(user, SEND).action.nothing:
        return Contact.objects.none()
    customers = Customer.objects.filter(merged_into=None, removed_at=None).open_to(user, _scope(user, SEND))
    return Contact.objects.filter(active=True, customer__in=customers.values("pk"))


def fits(questionnaire: Questionnaire) -> Q:
    """Condition on Contact: at a customer of the classes that the questionnaire is meant for."""
    return of_classes(questionnaire.levels)


def of_classes(levels: Collection[str]) -> Q:
    """Condition on Contact: at a customer of one of these classes; of none: of any."""
    if not levels:
        return Q()
    wanted = Q(customer__level__in=levels)
    if "vip" in levels:
        wanted |= Q(customer__vip=True)
    if "key" in levels:
        wanted |= Q(customer__standing__kind="key")
    return wanted
