"""The ten rule books as presets: data only, in the books' own numbers and words.

`sets` maps the key of a setting (see `crm_project.catalogue`) to its value, OWN where the app states the book's value itself. What a
book rules and the product always does, for every company, is no setting: `always` says so. `later`: what the product lacks.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_project.lib.setting import OWN


@dataclass(frozen=True)
class Preset:
    """One rule book: what it is, what it sets, what of it holds anyway, what of it is not in the product yet."""

    key: str
    name: Promise
    sets: dict = field(default_factory=dict)
    always: Promise | str = ""
    later: Promise | str = ""

    def __str__(self) -> str:
        return f"{self.key} · {self.name}"


_SEGMENTS, _LEVELS = ("direct", "distributor"), ("core", "growth", "ordinary")
_EVERYBODY, _ASKED = {"shown": "all"}, {"asked": "all"}

BOOKS = [
    Preset(
        "Z",
        _("Solar trade"),
        {
            "policy": {"policy": "solar"},
            "offered.type.trade": OWN,
            "offered.site": OWN,
            "file.complete": ["name", "address", "contact_name", "email", "phone"],
            "expense.owner": True,
        },
        _("Regions of operation are a list, the value rating is Premier, Good, Normal or None; both can be filtered."),
    ),
    Preset(
        "M",
        _("Customer files and important customers"),
        {
            "offered.type.partners": OWN,
            "file.complete": [
                "name",
                "address",
                "postal_code",
                "phone",
                "fax",
                "legal_representative",
                "business_scope",
                "registered_capital",
            ],
            "important.people": 2,
            "important.report": True,
        },
        _(
            "Opening a restricted file requires a reason, and every access is logged; a letter to the customer is ready at each change of owner."
        ),
        _("Review dates of files and receptions by level."),
    ),
    Preset(
        "Na-Nb",
        _("Safety of customer data"),
        {
            "second_factor": ["admin", "finance", "general_manager"],
            "mask.phone.all": {
                "rep": _EVERYBODY,
                "manager": _EVERYBODY,
                "director": _EVERYBODY,
                "general_manager": _EVERYBODY,
                "service": _EVERYBODY,
                "service_manager": _EVERYBODY,
                "file_keeper": _EVERYBODY,
                "clerk": _ASKED,
                "finance": _ASKED,
                "auditor": _ASKED,
            },
            "export.rows": 2000,
            "security.days": 30,
        },
        _(
            "Passwords have at least ten characters and must not be common; each row of an export shows who exported it and when."
        ),
    ),
    Preset(
        "Nc",
        _("Protection in stages"),
        {
            "policy": {"policy": "stages"},
            "required_fields": ["address", "trade", "phone", "introduction"],
            "contract.promises": True,
        },
        _("The contacts of a rep's customers are added to the address book automatically."),
    ),
    Preset(
        "Nd",
        _("Protection by follow-ups"),
        {"policy": {"policy": "tracking"}},
        _("Validity queries and conflicts are requests that the manager decides."),
    ),
    Preset(
        "Ne-Ng-Nh",
        _("Use of the CRM"),
        {"idle.minutes": 30},
        _(
            "Accounts are personal, rights follow the role, backups run every night, and everyone confirms the training before they start."
        ),
        _("Requests for rights with proof, and violations of the rules."),
    ),
    Preset(
        "Nf",
        _("Follow-ups checked by the manager"),
        {
            "policy": {"check": True, "late_hours": 24},
            "stage_words": ["待开发", "有意向", "已合作"],
            "required_fields": ["address", "phone", "type", "category", "contact_name", "contact_mobile"],
            "mask.phone.vip": {
                "rep": {"shown": "own"},
                "manager": {"shown": "below"},
                "director": {"shown": "below"},
                "general_manager": _EVERYBODY,
                "service_manager": _ASKED,
                "file_keeper": _ASKED,
                "finance": _ASKED,
                "auditor": _ASKED,
            },
        },
        _(
            "Service does not call or visit VIP customers; activities on days off may be entered until the next working day."
        ),
        _("Points for field visits without a follow-up."),
    ),
    Preset(
        "Ni",
        _("Six classes of customers"),
        {
            **{f"class.{segment}.{level}": OWN for segment in _SEGMENTS for level in _LEVELS},
            **{f"rhythm.{segment}.{level}": OWN for segment in _SEGMENTS for level in _LEVELS},
            "record_parts": OWN,
            "pipeline": "standard",
            "work_reports": dict.fromkeys(("weekly", "monthly", "half_yearly", "yearly"), True),
        },
        _(
            "A contact record shows the last planned step and whether it is done; work reports, trip plans and trip reports have fixed titles."
        ),
    ),
    Preset(
        "T",
        _("Customer files and credit rating"),
        {
            "file.complete": [
                "name",
                "address",
                "contact_name",
                "contact_mobile",
                "registered_capital",
                "cooperating_since",
                "producer",
                "varieties",
                "main_products",
                "downstream",
                "contact_second",
                "contact_im",
            ],
            "offered.source": OWN,
            "scorecard.distributor": OWN,
            "scorecard.direct": OWN,
            "contract.checks": True,
            "contract.text": True,
        },
        _(
            "Customers are graded every quarter; big and highly graded customers are key customers; return visits have their report."
        ),
    ),
    Preset(
        "D",
        _("Direct sales"),
        {"policy": {"policy": "direct"}, "pipeline": "d7"},
        _("Commission goes to the person who owned the customer on the day of the order."),
    ),
]
BY_KEY = {preset.key: preset for preset in BOOKS}
