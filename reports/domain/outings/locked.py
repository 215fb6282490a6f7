"""An outing held while it changes (row Nf9)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from reports.models import Outing

from ..locked_person import locked_person


def locked_outing(outing_id: int, by: User) -> Outing:
    """An outing of this person, both locked. Refuses with code forbidden, void."""
    locked_person(by)
    outing = Outing.objects.select_for_update(no_key=True, of=("self",)).filter(pk=outing_id, person=by).first()
    if outing is None:
        raise Refused(_("Only the person who was out can change a field visit."), code="forbidden")
    if outing.voided_at is not None:
        raise Refused(_("This field visit was withdrawn."), code="void")
    return outing


def page(outing: Outing) -> str:
    """The address of its page."""
    return reverse("reports:outing", args=[outing.pk])
