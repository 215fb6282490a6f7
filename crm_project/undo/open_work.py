"""Nothing here waits for a person: what they did a moment ago is theirs."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = ("undo.RecentAction.person",)
