"""Keys of the requests about rights, as they stand in the database."""

# Decided by the superior; approving leads to the second.
RIGHT = "right"
# Decided by an admin, who is neither the person nor the superior who approved.
RIGHT_ADMIN = "right_admin"
# A manager's proposal that a right ends, from the yearly review; decided by an admin.
RIGHT_END = "right_end"
