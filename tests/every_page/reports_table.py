"""The home page and reports: in the table."""

from .page import Page
from .rights import everybody, has

REPORTS = [
    Page("home", get=everybody),
    Page("reports:queue", get=everybody),
    Page("reports:side", get=everybody),
    Page("reports:settings", get=everybody),
    Page("reports:team_rhythm", get=has("followup.review")),
    Page("reports:system_state", get=has("people.manage")),
]
