"""Which forms change settings or structure, and so wait for an admin where anybody else sends them (row Nh9).

A form belongs to them when every right that opens its page is one of `RIGHTS`. What may be done by these rights as a person's
daily work stands in `DAILY_WORK` with its reason. Policies are not here: the general manager approves them (M15).
"""

from collections.abc import Collection

# Rights to change what holds for others: managed lists, working days, products, prices, stages, texts, scorecards, rules, roles, people.
RIGHTS = frozenset(
    {
        "people.manage",
        "lists.manage",
        "product.manage",
        "text.approve",
        "rating.manage",
        "service.manage",
        "remedial.review",
        "questionnaire.manage",
        "report.templates",
        "trip.rules",
        "contradiction.rules",
        "appraisal.scheme",
        "target.manage",
    }
)

_DRAFT = "a draft, which nobody is asked; publishing it waits for an admin"
_ACCESS = "protects or restores the access of one person, which can't wait"

# {address: why it applies at once, whoever may do it}.
DAILY_WORK = {
    "contracts:after_sales_assign": "names who looks after one customer: the daily work of who heads after-sales",
    "ratings:run": "runs the rating by the scorecard in force, changes none",
    "reports:target_set": "a superior sets the targets of their own people, as the rule books ask of them",
    "reports:target_copy": "a superior sets the targets of their own people, as the rule books ask of them",
    "service:questionnaire_new": _DRAFT,
    "service:questionnaire_heading": _DRAFT,
    "service:section_new": _DRAFT,
    "service:section": _DRAFT,
    "service:question_new": _DRAFT,
    "service:question": _DRAFT,
    "service:questionnaire_move": _DRAFT,
    "service:questionnaire_remove": _DRAFT,
    "service:questionnaire_version": _DRAFT,
    "service:questionnaire_discard": _DRAFT,
    "accounts:invite": _ACCESS,
    "accounts:uninvite": _ACCESS,
    "accounts:end_sessions": _ACCESS,
    "accounts:second_factor_off": _ACCESS,
    "accounts:train_again": "asks one person to read the training again",
    "accounts:right_end": "takes a right from one person, which can't wait",
    "accounts:person_close": "ends the access of a person who leaves, which can't wait",
    "rights:reviews_begin": "begins the yearly review, changes no right",
    "ops:backup_now": "makes a copy, changes no setting",
    "ops:backup_rehearse": "checks a copy, changes no setting",
}


def is_held(name: str, actions: Collection[str]) -> bool:
    """Whether what is posted to the page of this name, opened by these rights, changes settings."""
    return bool(actions) and RIGHTS.issuperset(actions) and name not in DAILY_WORK
