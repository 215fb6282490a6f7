"""The home page and reports: in the table."""

from .page import Page
from .rights import EVERYWHERE, HELD, both, everybody, has, reaches, sees

REPORTS = [
    Page("home", get=everybody),
    Page("reports:queue", get=everybody),
    Page("reports:side", get=everybody),
    Page("reports:settings", get=everybody),
    Page("reports:search", get=everybody),
    Page("reports:search_live", post=everybody, data=lambda w, c: {"q": "杭州 1391234"}, idle=True),
    Page("reports:favourites", get=everybody),
    Page("reports:recent_menu", post=everybody, data=lambda w, c: {"recent": "/customers/1/ /x/"}, idle=True),
    Page("reports:favourites_menu", get=everybody),
    Page(
        "reports:favourite",
        args=lambda w, c: {"kind": "customers", "pk": w.get("customer", c).pk},
        post=both(has("customer.view"), sees()),
        places=EVERYWHERE,
        data=lambda w, c: {"on": "1"},
    ),
    Page("reports:figures", get=has("figures.view")),
    Page(
        "reports:figure",
        args=lambda w, c: {"key": "valid_followups", "pk": w.get("person", c).pk},
        get=reaches("figures.view"),
        places=HELD,
    ),
    Page("reports:team_rhythm", get=has("followup.review")),
    Page("reports:system_state", get=has("people.manage")),
]
