"""What of reports names people: a leaver's drafts stay drafts, and what was handed in to a leaver is read by their stand-in or by right."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = (
    "reports.ReportTemplate.created_by",
    "reports.ReportTemplate.readers",
    "reports.WorkReport.author",
    "reports.WorkReport.superior",
    "reports.WorkReport.returned_by",
    "reports.ReportReading.reader",
    "reports.ReportReading.stands_in_for",
)
