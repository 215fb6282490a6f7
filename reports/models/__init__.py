"""The tables of reports: what is meant to be reached, what people report, where they travel, what is checked (rows Nf3, Ni1, Ni2, Ni15)."""

from .spot_checks import DrawnRow, SpotCheck
from .targets import Leaderboard, Target
from .trips import Trip, TripRules, TripStop
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = [
    "DrawnRow",
    "Leaderboard",
    "PlanItem",
    "ReportReading",
    "ReportTemplate",
    "SpotCheck",
    "Target",
    "Trip",
    "TripRules",
    "TripStop",
    "WorkReport",
]
