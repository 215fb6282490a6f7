"""The tables of reports: targets, work reports, trips, outings, contradictions, spot checks, scores,
mailings (rows Nf3, Nf9, Ni1, Ni2, Ni15, Ni16)."""

from .appraisal import AppraisalScheme, Score, ScoreCorrection
from .contradictions import Contradiction, ContradictionRules
from .mailing import MailDelivery, MailReader, MailSchedule
from .outings import Outing, OutingCorrection, OutingPosition, OutingVisit
from .spot_checks import DrawnRow, SpotCheck
from .targets import Leaderboard, Target
from .trips import Trip, TripRules, TripStop
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = [
    "AppraisalScheme",
    "Contradiction",
    "ContradictionRules",
    "DrawnRow",
    "Leaderboard",
    "MailDelivery",
    "MailReader",
    "MailSchedule",
    "Outing",
    "OutingCorrection",
    "OutingPosition",
    "OutingVisit",
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
