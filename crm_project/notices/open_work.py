"""Nothing here waits for a person: notices and comments are read or not."""

WORK = ()
OWNER_CHANGES = ()
SAYS_WHO = ("notices.Notice.user", "notices.Comment.mentions")
