"""Settings of the whole company about contracts and expenses (rows Z12, Nc16, T18, T19)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.company_setting import YES, CompanySetting


def _yes():
    return True


OWNER_PAYS = CompanySetting(
    "expense.owner",
    _("Expenses only by the owner of the day"),
    _("An expense on a customer is accepted only from the person who owned the customer on that day."),
    YES,
    _yes,
)
PROMISES = CompanySetting(
    "contract.promises",
    _("Gifts and promises are recorded"),
    _("A contract can be confirmed only when its gifts and promises are listed, or marked as none."),
    YES,
    _yes,
)
CHECKS = CompanySetting(
    "contract.checks",
    _("The counterpart is checked before signing"),
    _("Legal person, right to trade, ability and credit, the signatory's authority: each is checked first."),
    YES,
    _yes,
)
STANDARD_TEXT = CompanySetting(
    "contract.text",
    _("Contracts use a standard text"),
    _("A contract is based on one of the standard texts approved by legal."),
    YES,
    _yes,
)

SETTINGS = [OWNER_PAYS, PROMISES, CHECKS, STANDARD_TEXT]
