"""The tables of reports: what is meant to be reached, what people report, where they travel (rows Nf3, Ni1, Ni2)."""

from .targets import Leaderboard, Target
from .trips import Trip, TripRules, TripStop
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = [
    "Leaderboard",
    "PlanItem",
    "ReportReading",
    "ReportTemplate",
    "Target",
    "Trip",
    "TripRules",
    "TripStop",
    "WorkReport",
]
