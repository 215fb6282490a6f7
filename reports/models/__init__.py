"""The tables of reports: what is meant to be reached, what people report, what is checked of it (rows Nf3, Ni1, Ni15)."""

from .spot_checks import DrawnRow, SpotCheck
from .targets import Leaderboard, Target
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = [
    "DrawnRow",
    "Leaderboard",
    "PlanItem",
    "ReportReading",
    "ReportTemplate",
    "SpotCheck",
    "Target",
    "WorkReport",
]
