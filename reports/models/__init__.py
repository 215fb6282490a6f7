"""The tables of reports: what is meant to be reached, what people report, where they travel, what is checked, how the month is scored
(rows Nf3, Ni1, Ni2, Ni15, Ni16)."""

from .appraisal import AppraisalScheme, Score, ScoreCorrection
from .spot_checks import DrawnRow, SpotCheck
from .targets import Leaderboard, Target
from .trips import Trip, TripRules, TripStop
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = [
    "AppraisalScheme",
    "DrawnRow",
    "Leaderboard",
    "PlanItem",
    "ReportReading",
    "ReportTemplate",
    "Score",
    "ScoreCorrection",
    "SpotCheck",
    "Target",
    "Trip",
    "TripRules",
    "TripStop",
    "WorkReport",
]
