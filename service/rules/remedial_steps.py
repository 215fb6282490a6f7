"""The ten steps of a remedial plan, whose turn it is at each, and what may be done there: asked by verbs and by pages (row M16)."""

DRAFT, DRAFT_REVIEW, DRAFT_APPROVAL = "draft", "draft_review", "draft_approval"
HANDING_OVER, EXECUTION, FEEDBACK = "handing_over", "execution", "feedback"
REPORT, REPORT_REVIEW, REPORT_APPROVAL = "report", "report_review", "report_approval"
CLOSED, CANCELLED = "closed", "cancelled"

ORDER = (
    DRAFT,
    DRAFT_REVIEW,
    DRAFT_APPROVAL,
    HANDING_OVER,
    EXECUTION,
    FEEDBACK,
    REPORT,
    REPORT_REVIEW,
    REPORT_APPROVAL,
    CLOSED,
)
# Something is still to be done with it.
OPEN = ORDER[:-1]

# Whose turn it is: the responsible person of service, who reviews, who approves, the people who have the tasks.
STAFF, REVIEWER, APPROVER, PEOPLE = "staff", "reviewer", "approver", "people"
TURNS = {
    DRAFT: STAFF,
    DRAFT_REVIEW: REVIEWER,
    DRAFT_APPROVAL: APPROVER,
    HANDING_OVER: STAFF,
    EXECUTION: PEOPLE,
    FEEDBACK: STAFF,
    REPORT: STAFF,
    REPORT_REVIEW: REVIEWER,
    REPORT_APPROVAL: APPROVER,
}
DECISIONS = (DRAFT_REVIEW, DRAFT_APPROVAL, REPORT_REVIEW, REPORT_APPROVAL)
# What is written, reviewed and approved at which steps.
TEXTS = {DRAFT: (DRAFT, DRAFT_REVIEW, DRAFT_APPROVAL), REPORT: (REPORT, REPORT_REVIEW, REPORT_APPROVAL)}
# What each of them consists of.
PARTS = {DRAFT: ("happened", "why", "measures"), REPORT: ("done", "result", "prevention")}

# {verb: the steps at which it may be done}
VERBS = {
    "write": (DRAFT, REPORT),
    "submit": (DRAFT, REPORT),
    "approve": DECISIONS,
    "set_task": (HANDING_OVER, EXECUTION),
    "hand_over": (HANDING_OVER,),
    # Somebody gave a task back: the others go on with theirs.
    "do_task": (HANDING_OVER, EXECUTION),
    "return_task": (HANDING_OVER, EXECUTION),
    "accept": (FEEDBACK,),
    "send_back": ORDER[1:],
    "link": OPEN,
    "assign": OPEN,
    "cancel": (DRAFT,),
}


def after(step: str) -> str:
    """The step that follows."""
    return ORDER[ORDER.index(step) + 1]


def earlier(step: str) -> tuple[str, ...]:
    """The steps to which it can be sent back, the first first."""
    return ORDER[: ORDER.index(step)] if step in ORDER else ()


def text_of(step: str) -> str:
    """Which text a step is about: the draft or the report; empty where neither is written nor decided."""
    return next((kind for kind, steps in TEXTS.items() if step in steps), "")
