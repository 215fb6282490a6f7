"""Nothing of its own waits for anybody: the decisions are requests, and a leaver's are withdrawn with them (rows M9, Ne9)."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = ("rights.RightRequest.person",)
