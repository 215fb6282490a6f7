"""Keys of the requests about rights, as they stand in the database."""

# Decided by the superior; approving leads to the second.
RIGHT = "right"
# Decided by an admin, who is neither the person nor the superior who approved.
RIGHT_ADMIN = "right_admin"
