"""Changes of several customers at once can be undone for some minutes."""

from django.urls import reverse
from django.utils.translation import ngettext

from crm_project.accounts.domain.access import may_any
from crm_project.undo.rules.kinds import UndoKind, Undone

from .domain import bulk_undo
from .domain.tidying import finding, undoing
from .presenters import tidying

BULK = {"transfer": "bulk_transfer", "release": "bulk_release", "classify": "bulk_classify"}


def _transferred(n):
    return ngettext("Transferred %(n)d customer", "Transferred %(n)d customers", n)


def _released(n):
    return ngettext("Released %(n)d customer to the pool", "Released %(n)d customers to the pool", n)


def _classified(n):
    return ngettext("Classified %(n)d customer", "Classified %(n)d customers", n)


def _count(action):
    return len(action.arguments.get("values") or action.arguments["customer_ids"])


def _back(action, *, by, at):
    if "values" in action.arguments:
        back, stayed = bulk_undo.undo_values(values=action.arguments["values"], by=by, at=at)
    else:
        ids = action.arguments["customer_ids"]
        back, stayed = bulk_undo.undo_turns(customer_ids=ids, moment=action.at, by=by, at=at)
    said = ngettext("%(n)d customer is as it was before.", "%(n)d customers are as they were before.", back) % {
        "n": back
    }
    if stayed:
        n = len(stayed)
        said += " " + ngettext("%(n)d stays as it is now.", "%(n)d stay as they are now.", n) % {"n": n}
    return Undone(text=said, stayed=stayed)


def _bulk(what, icon, text):
    return UndoKind(
        key=BULK[what],
        text=lambda action: text(_count(action)) % {"n": _count(action)},
        icon=icon,
        may=may_any("customer.classify" if what == "classify" else "customer.transfer"),
        lock=lambda action: None,  # each reverse locks its customers, in the order of their keys
        built_on=lambda action: "",  # asked of each customer: what was built on stays and is listed
        reverse=_back,
        then=lambda action: reverse("customers:list"),
    )


TIDIED = "tidied"


def _untidied(action, *, by, at):
    back, stayed = undoing.undo(what=action.arguments["what"], done=action.arguments["done"], by=by, at=at)
    said = ngettext("%(n)d row is as it was before.", "%(n)d rows are as they were before.", back) % {"n": back}
    return Undone(text=said, stayed=stayed)


UNDO = (
    UndoKind(
        key=TIDIED,
        text=lambda action: tidying.done_text(action.arguments["what"], len(action.arguments["done"])),
        icon="stars",
        may=may_any(finding.RIGHT),
        lock=lambda action: None,  # each reverse locks its customer
        built_on=lambda action: "",  # asked of each row: what was built on stays and is listed
        reverse=_untidied,
        then=lambda action: f"{reverse('customers:tidying')}?kind={action.arguments['what']}",
    ),
    _bulk("transfer", "arrow-left-right", _transferred),
    _bulk("release", "box-arrow-up", _released),
    _bulk("classify", "tags", _classified),
)
