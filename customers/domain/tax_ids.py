"""What the unified social credit code of a customer says, in words, and which region of the managed list it names (row T18)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import ListItem
from customers.models.choices import ListKind
from customers.rules import tax_id

# The first two characters: who registered the holder, and as what; else by the first alone.
KINDS = {
    "11": gettext_lazy("government body"),
    "12": gettext_lazy("public institution"),
    "1": gettext_lazy("state organisation"),
    "31": gettext_lazy("law firm"),
    "3": gettext_lazy("legal services organisation"),
    "51": gettext_lazy("social organisation"),
    "52": gettext_lazy("private non-profit organisation"),
    "53": gettext_lazy("foundation"),
    "5": gettext_lazy("non-profit organisation"),
    "7": gettext_lazy("religious organisation"),
    "8": gettext_lazy("trade union"),
    "91": gettext_lazy("company"),
    "92": gettext_lazy("sole trader"),
    "93": gettext_lazy("farmers' cooperative"),
    "N": gettext_lazy("rural collective organisation"),
}


def tax_id_problem(code: str) -> str:
    """What is wrong with a code, in words; empty where nothing is or none is given."""
    return {
        tax_id.LENGTH_WRONG: _("A unified social credit code has 18 characters: check the length."),
        tax_id.SIGN_WRONG: _(
            "A unified social credit code has digits and capital letters only, without I, O, S, V, Z."
        ),
        tax_id.DIGIT_WRONG: _("The check digit of this credit code is wrong: one of its characters is mistyped."),
    }.get(tax_id.problem(code), "")


def kind_of(meaning: tax_id.Meaning) -> str:
    """The kind of organisation in words."""
    return str(KINDS.get(meaning.kind) or KINDS.get(meaning.kind[0]) or _("other organisation"))


def listed_region(meaning: tax_id.Meaning) -> ListItem | None:
    """The entry of the managed list of regions for the province; None where it has none. One query."""
    if not meaning.province:
        return None
    rows = ListItem.objects.filter(kind=ListKind.REGION, active=True)
    # 浙江 of 浙江省, 内蒙古 of 内蒙古自治区.
    return next((row for row in rows if row.name_zh and meaning.province.startswith(row.name_zh)), None)
