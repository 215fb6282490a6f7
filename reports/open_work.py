"""What of reports names people. Targets stay with whoever they were set for, as a part of the record (row Ne9); a leaver's draft of a
report stays a draft, and what was handed in to a leaver is read by right. A
leaver's trip is not taken by anybody else. A leaver's mailings stop by themselves."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = (
    "reports.Target.person",
    "reports.Leaderboard.left_out",
    "reports.ReportTemplate.readers",
    "reports.WorkReport.author",
    "reports.WorkReport.superior",
    "reports.ReportReading.reader",
    "reports.ReportReading.stands_in_for",
    "reports.Trip.traveller",
    "reports.Outing.person",
    "reports.Contradiction.person",
    "reports.Contradiction.decided_by",
    "reports.Contradiction.final_by",
    "reports.SpotCheck.people",
    "reports.SpotCheck.planned_by",
    "reports.DrawnRow.person",
    "reports.DrawnRow.verified_by",
    "reports.DrawnRow.decided_by",
    "reports.AppraisalScheme.created_by",
    "reports.Score.person",
    "reports.ScoreCorrection.corrected_by",
    "reports.MailSchedule.owner",
    "reports.MailReader.person",
    "reports.MailDelivery.reader",
)
