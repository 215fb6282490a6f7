"""Targets stay with whoever they were set for, as a part of the record (row Ne9)."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = ("reports.Target.person", "reports.Leaderboard.left_out")
