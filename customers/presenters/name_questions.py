"""Why a name does not look like a full one, as sentences; and the outline of a profile by class (rows Nc1, Ni3, Ni8, Ni9)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.domain.classes.class_rules import rules

_DOUBTS = {
    "extra_text": gettext_lazy("“%(text)s” does not belong in a name: enter only the name."),
    "abbreviation": gettext_lazy("It looks like an abbreviation: enter the name as on the business licence."),
    "too_short": gettext_lazy("It is too short for a full name."),
    "no_region": gettext_lazy("The region is missing, such as 杭州 or 浙江."),
    "no_brand": gettext_lazy("Between the region and the trade, the company's own name is missing."),
    "no_trade": gettext_lazy("The trade is missing, such as 科技 or 贸易."),
    "no_legal_form": gettext_lazy("The legal form is missing, such as 有限公司 or Co., Ltd."),
}


def sentences(questions):
    """Each doubt about a name (`names.questions`) as a sentence with its reason."""
    return [_DOUBTS[q.code] % q.params if q.params else str(_DOUBTS[q.code]) for q in questions if q.code in _DOUBTS]


def group_names(codes):
    """The same from stored codes, which keep no text."""
    return [
        str(_DOUBTS[code]) % {"text": "…"} if code == "extra_text" else str(_DOUBTS[code])
        for code in codes
        if code in _DOUBTS
    ]


def outline(segment, level):
    """(definition of the class, what its profile should say), or two empty texts without a class."""
    rule = rules().get((segment, level))
    return (rule.defined, rule.outlined) if rule else ("", "")


def hint():
    """What a profile is for, before a class is chosen."""
    return _("Choose a segment and class to see an outline here.")
