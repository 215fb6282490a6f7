"""Nothing of its own: customers and seats of collaborators pass on by `assignment`."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = (
    "customers.SavedFilter.owner",
    "customers.FilterTab.user",
    "customers.Customer.last_owner",
    "customers.Lookup.user",
    "customers.RememberedHeadings.user",
    "customers.FileReview.owner",
    "customers.InformationReport.decided_by",
    "customers.InformationReport.given_by",
    "customers.MajorChange.recorded_by",
    "customers.MajorChange.voided_by",
    "customers.FileReview.reviewed_by",
)
