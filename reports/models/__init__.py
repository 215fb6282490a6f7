"""Work reports and their templates (row Ni1)."""

from .work_reports import PlanItem, ReportReading, ReportTemplate, WorkReport

__all__ = ["PlanItem", "ReportReading", "ReportTemplate", "WorkReport"]
