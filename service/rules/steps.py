"""What may be done with an order in which status: asked by the verbs that change it and by the pages that offer them (row Ni21)."""

RECORDED, ACCEPTED, UNDER_WAY, WAITING = "recorded", "accepted", "under_way", "waiting"
DONE, CONFIRMED, CLOSED, CANCELLED = "done", "confirmed", "closed", "cancelled"

# Somebody can go on with it now; working time counts.
TO_DO = (RECORDED, ACCEPTED, UNDER_WAY)
# The work is not done.
RUNNING = (*TO_DO, WAITING)
# Something is still to be done with it.
OPEN = (*RUNNING, DONE, CONFIRMED)

# {step: the statuses in which it may be taken}
STEPS = {
    "edit": OPEN,
    "assign": RUNNING,
    "accept": (RECORDED,),
    "start": (RECORDED, ACCEPTED),
    "wait": (ACCEPTED, UNDER_WAY),
    "resume": (WAITING,),
    "finish": (ACCEPTED, UNDER_WAY, WAITING),
    "confirm": (DONE,),
    "close": (DONE, CONFIRMED),
    "cancel": RUNNING,
    "reopen": (CLOSED,),
}
# These are for those who manage, the others for those who work on the order.
MANAGED = ("assign",)

# {step: the status it leads to}, of the steps that move an order along its life.
LEADS_TO = {
    "accept": ACCEPTED,
    "start": UNDER_WAY,
    "resume": UNDER_WAY,
    "wait": WAITING,
    "finish": DONE,
    "confirm": CONFIRMED,
    "close": CLOSED,
}


def step_to(status: str, goal: str) -> str | None:
    """The step that leads from one status to another; None: none does."""
    return next((step for step, to in LEADS_TO.items() if to == goal and status in STEPS[step]), None)


def goals(status: str) -> list[str]:
    """The statuses that one step leads to."""
    return [goal for step, goal in LEADS_TO.items() if status in STEPS[step]]
