"""The tables of reports: what is meant to be reached, and what people report (rows Nf3, Ni1)."""

from .targets import Leaderboard, Target
from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = ["Leaderboard", "PlanItem", "ReportReading", "ReportTemplate", "Target", "WorkReport"]
