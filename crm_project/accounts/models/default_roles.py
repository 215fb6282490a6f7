"""The roles that the product ships with, and what each may do and how far (row Na2)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models.choices import _READER, A, S

_REP = {
    A.CUSTOMER_VIEW: S.OWN,
    A.CUSTOMER_CREATE: S.OWN,
    A.CUSTOMER_EDIT: S.OWN,
    A.POOL_VIEW: S.DEPARTMENT,
    A.CUSTOMER_CLAIM: S.DEPARTMENT,
    A.FOLLOWUP_CREATE: S.OWN,
    A.CONTRACT_VIEW: S.OWN,
    A.CONTRACT_RECORD: S.OWN,
    A.POLICY_VIEW: S.DEPARTMENT,
    A.SWEEP_VIEW: S.OWN,
    A.PEOPLE_VIEW: S.DEPARTMENT,
    A.FIGURES_VIEW: S.OWN,
    A.TARGET_VIEW: S.OWN,
    A.DEAL_VIEW: S.OWN,
    A.DEAL_WORK: S.OWN,
    A.EXPENSE_RECORD: S.OWN,
    A.RATING_VIEW: S.OWN,
    A.RATING_SALES: S.OWN,
    A.SERVICE_VIEW: S.OWN,
    A.SERVICE_RECORD: S.OWN,
    A.QUESTIONNAIRE_SEND: S.OWN,
    A.QUESTIONNAIRE_RESULTS: S.OWN,
}


def _lead(scope):
    """What somebody who heads people may do within `scope`."""
    return {
        A.CUSTOMER_VIEW: scope,
        A.CUSTOMER_CREATE: scope,
        A.CUSTOMER_EDIT: scope,
        A.CUSTOMER_CLASSIFY: scope,
        A.CUSTOMER_MERGE: scope,
        A.CUSTOMER_IMPORT: scope,
        A.CUSTOMER_EXPORT: scope,
        A.CUSTOMER_RESTRICTED: scope,
        A.POOL_VIEW: scope,
        A.CUSTOMER_TRANSFER: scope,
        A.FOLLOWUP_CREATE: scope,
        A.FOLLOWUP_REVIEW: scope,
        A.CONTRACT_VIEW: scope,
        A.CONTRACT_RECORD: scope,
        A.CONTRACT_CONFIRM: scope,
        A.REQUEST_DECIDE: scope,
        A.POLICY_VIEW: scope,
        A.SWEEP_VIEW: scope,
        A.SWEEP_UNDO: scope,
        A.PEOPLE_VIEW: scope,
        A.FIGURES_VIEW: scope,
        A.TARGET_VIEW: scope,
        A.TARGET_MANAGE: scope,
        A.HANDOVER_RUN: scope,
        A.DEAL_VIEW: scope,
        A.DEAL_WORK: scope,
        A.EXPENSE_RECORD: scope,
        A.RATING_VIEW: scope,
        A.RATING_SALES: scope,
        A.SERVICE_VIEW: scope,
        A.SERVICE_RECORD: scope,
        A.QUESTIONNAIRE_SEND: scope,
        A.QUESTIONNAIRE_RESULTS: scope,
        A.FILTER_SHARE: scope,
    }


_SERVICE = {
    **_READER,
    A.FOLLOWUP_CREATE: S.ALL,
    A.FIGURES_VIEW: S.OWN,
    A.TARGET_VIEW: S.OWN,
    A.AFTER_SALES: S.ALL,
    A.SERVICE_VIEW: S.ALL,
    A.SERVICE_RECORD: S.ALL,
    A.REMEDIAL_DRAFT: S.ALL,
    A.QUESTIONNAIRE_SEND: S.ALL,
    A.QUESTIONNAIRE_RESULTS: S.ALL,
}
_QUESTIONNAIRES = {A.QUESTIONNAIRE_MANAGE: S.ALL, A.QUESTIONNAIRE_ANSWERS: S.ALL, A.QUESTIONNAIRE_EXPORT: S.ALL}

# (key, English name, level, grants): level orders who decides for whom; the admin edits grants in the browser.
DEFAULT_ROLES = [
    ("rep", _("Rep"), 0, _REP),
    ("manager", _("Manager"), 1, {**_lead(S.BELOW), A.POLICY_EDIT: S.BELOW}),
    ("director", _("Director"), 2, {**_lead(S.BELOW), A.POLICY_EDIT: S.BELOW, A.EXTENSION_BEYOND: S.BELOW}),
    (
        "general_manager",
        _("General manager"),
        3,
        {
            **_lead(S.ALL),
            A.POLICY_EDIT: S.ALL,
            A.POLICY_APPROVE: S.ALL,
            A.EXTENSION_BEYOND: S.ALL,
            A.AUDIT_VIEW: S.ALL,
            A.PRODUCT_MANAGE: S.ALL,
            A.TEXT_APPROVE: S.ALL,
            A.RATING_MANAGE: S.ALL,
            A.AFTER_SALES: S.ALL,
            A.SERVICE_MANAGE: S.ALL,
            A.REMEDIAL_APPROVE: S.ALL,
            **_QUESTIONNAIRES,
        },
    ),
    (
        "clerk",
        _("Clerk"),
        0,
        {**_READER, A.CUSTOMER_CREATE: S.ALL, A.CUSTOMER_IMPORT: S.ALL, A.SWEEP_VIEW: S.ALL, A.CUSTOMER_EXPORT: S.ALL},
    ),
    (
        "file_keeper",
        _("File keeper"),
        0,
        {
            **_READER,
            A.CUSTOMER_CREATE: S.ALL,
            A.CUSTOMER_EDIT: S.ALL,
            A.CUSTOMER_CLASSIFY: S.ALL,
            A.CUSTOMER_MERGE: S.ALL,
            A.CUSTOMER_IMPORT: S.ALL,
            A.CUSTOMER_EXPORT: S.ALL,
            A.CUSTOMER_RESTRICTED: S.ALL,
            A.FILTER_SHARE: S.ALL,
            A.LISTS_MANAGE: S.ALL,
        },
    ),
    ("service", _("Service staff"), 0, _SERVICE),
    (
        "service_manager",
        _("Service manager"),
        1,
        {
            **_SERVICE,
            A.FIGURES_VIEW: S.BELOW,
            A.TARGET_VIEW: S.BELOW,
            A.TARGET_MANAGE: S.BELOW,
            A.SERVICE_MANAGE: S.ALL,
            A.REMEDIAL_REVIEW: S.ALL,
            **_QUESTIONNAIRES,
        },
    ),
    (
        "finance",
        _("Finance"),
        0,
        {
            **_READER,
            A.CONTRACT_VIEW: S.ALL,
            # With a reason, and logged: else the money of a restricted customer could not be entered.
            A.CUSTOMER_RESTRICTED: S.ALL,
            A.PAYMENT_RECORD: S.ALL,
            A.RATING_VIEW: S.ALL,
            A.RATING_FINANCE: S.ALL,
            A.EXPENSE_RECORD: S.OWN,
        },
    ),
    ("hr", _("HR"), 0, {A.PEOPLE_VIEW: S.ALL, A.SWEEP_VIEW: S.ALL, A.FIGURES_VIEW: S.ALL, A.TARGET_VIEW: S.ALL}),
    (
        "auditor",
        _("Auditor"),
        0,
        {
            **_READER,
            A.CONTRACT_VIEW: S.ALL,
            A.SWEEP_VIEW: S.ALL,
            A.AUDIT_VIEW: S.ALL,
            A.FIGURES_VIEW: S.ALL,
            A.TARGET_VIEW: S.ALL,
            A.CUSTOMER_RESTRICTED: S.ALL,
            A.DEAL_VIEW: S.ALL,
            A.RATING_VIEW: S.ALL,
            A.SERVICE_VIEW: S.ALL,
            A.QUESTIONNAIRE_RESULTS: S.ALL,
        },
    ),
    (
        "admin",
        _("Admin"),
        0,
        {
            **_READER,
            A.CUSTOMER_IMPORT: S.ALL,
            A.CUSTOMER_EXPORT: S.ALL,
            A.CUSTOMER_TRANSFER: S.ALL,
            A.POLICY_EDIT: S.ALL,
            A.SWEEP_VIEW: S.ALL,
            A.SWEEP_UNDO: S.ALL,
            A.PEOPLE_MANAGE: S.ALL,
            A.HANDOVER_RUN: S.ALL,
            A.FILTER_SHARE: S.ALL,
            A.LISTS_MANAGE: S.ALL,
            A.AUDIT_VIEW: S.ALL,
            A.CUSTOMER_MERGE: S.ALL,
            A.PRODUCT_MANAGE: S.ALL,
            A.RATING_MANAGE: S.ALL,
        },
    ),
]


def hidden_masks():
    """What a role reads of masked fields unless somebody says otherwise: nothing of what the shipped rules hide."""
    return {"phone.vip": {}, "phone.all": {}}


def default_masks(key):
    """The shipped rules: numbers are read by whoever talks to customers or keeps their files, those of a VIP by the owner and
    whoever heads them; whoever only sometimes needs one gives a reason (rows Nb4, Nf15)."""
    everybody = {"shown": "all"}
    asked = {"asked": "all"}
    rules = {
        "rep": ({"shown": "own"}, everybody),
        "manager": ({"shown": "below"}, everybody),
        "director": ({"shown": "below"}, everybody),
        "general_manager": (everybody, everybody),
        "service": ({}, everybody),
        "service_manager": (asked, everybody),
        "file_keeper": (asked, everybody),
        "clerk": ({}, asked),
        "finance": (asked, asked),
        "auditor": (asked, asked),
    }
    vip, others = rules.get(key, ({}, {}))
    return {"phone.vip": vip, "phone.all": others}
