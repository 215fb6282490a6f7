"""What the steps in which a contract is prepared are called."""

from django.utils.translation import gettext_lazy as _

# {key of the step: its name}, in the order of the steps.
STEP_NAMES = {
    "checks": _("Buyer"),
    "text": _("Standard text"),
    "products": _("Products"),
    "promises": _("Gifts and promises"),
    "terms": _("Terms"),
    "signing": _("Signing"),
}
