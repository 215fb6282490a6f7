"""The ten rule books as presets: data only, in the books' own numbers and words.

`sets` maps the key of a setting (see `crm_project.catalogue`) to its value. What a book rules and the product always does, for
every company, is no setting: `always` says so.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .classes import CLASSES


@dataclass(frozen=True)
class Preset:
    """One rule book: what it is, what it sets, what of it holds anyway."""

    key: str
    name: Promise
    sets: dict = field(default_factory=dict)
    always: Promise | str = ""

    def __str__(self):
        return f"{self.key} · {self.name}"


_EVERYBODY, _ASKED = {"shown": "all"}, {"asked": "all"}

BOOKS = [
    Preset(
        "Z",
        _("Solar trade"),
        {"policy": "solar"},
        _("Type, region and site of a customer are lists; the file shows what is missing."),
    ),
    Preset(
        "M",
        _("Customer files and important customers"),
        {},
        _(
            "Files with legal representative, capital and scope; restricted files opened with a reason; letters at a change of owner."
        ),
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
        },
        _(
            "Strong passwords; exports are limited, marked with who and when, and logged; the security check is one page."
        ),
    ),
    Preset(
        "Nc",
        _("Protection in stages"),
        {"policy": "stages", "required_fields": ["address", "trade", "phone", "introduction"]},
        _("After-sales takes over official customers."),
    ),
    Preset(
        "Nd",
        _("Protection by follow-ups"),
        {"policy": "tracking"},
        _("Disputes about validity and conflicts are requests."),
    ),
    Preset(
        "Ne-Ng-Nh",
        _("Use of the CRM"),
        {},
        _("Personal accounts, sign-out when idle, rights by request, backups, and training before use."),
    ),
    Preset(
        "Nf",
        _("Follow-ups checked by the manager"),
        {
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
        _("VIP customers get no service calls."),
    ),
    Preset(
        "Ni",
        _("Six classes of customers"),
        {
            **CLASSES,
            "rhythm.core": [10, 14],
            "rhythm.growth": [20, 30],
            "rhythm.ordinary": [0, 0],
            "pipeline": "standard",
        },
        _("A record of a contact has its four parts."),
    ),
    Preset(
        "T",
        _("Customer files and credit rating"),
        {},
        _(
            "Customers are graded every quarter by the scorecard, after their papers; contracts are checked before signing."
        ),
    ),
    Preset(
        "D",
        _("Direct sales"),
        {"policy": "direct", "pipeline": "d7"},
        _("The policy gives 15 slots, publishes at 10:00 and credits the list of the day."),
    ),
]
BY_KEY = {preset.key: preset for preset in BOOKS}
