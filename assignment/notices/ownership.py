"""News of customers that changed hands (row Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_project.notices.presenters.kinds import NoticeKind, Params, plain, with_reason


def _and_tasks(sentence):
    """A sentence about a customer that changed hands, and how many open tasks went with it."""

    def text(params):
        base, n = str(sentence) % Params(params), params.get("tasks") or 0
        if not n:
            return base
        went = ngettext("%(n)d open task goes with it.", "%(n)d open tasks go with it.", n) % {"n": n}
        return _("%(text)s %(went)s") % {"text": base, "went": went}

    return text


NOTICES = (
    NoticeKind(
        "transferred_to",
        "box-arrow-in-down",
        "ok",
        with_reason(_and_tasks(gettext_lazy("%(person)s transferred the customer %(customer)s to you."))),
    ),
    NoticeKind(
        "transferred_away",
        "box-arrow-up",
        "bad",
        with_reason(_and_tasks(gettext_lazy("Your customer %(customer)s went to %(person)s."))),
    ),
    NoticeKind(
        "transfer_undone",
        "arrow-counterclockwise",
        "warn",
        plain(gettext_lazy("%(person)s undid it: the customer %(customer)s is no longer yours.")),
    ),
    NoticeKind(
        "released_by_manager",
        "box-arrow-up",
        "bad",
        with_reason(plain(gettext_lazy("Your customer %(customer)s was released to the pool by a manager."))),
    ),
    NoticeKind(
        "collaborator",
        "people",
        "info",
        plain(gettext_lazy("%(person)s is registered as a collaborator on %(customer)s.")),
    ),
)
