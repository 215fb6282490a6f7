"""Help about service orders, return visits and questionnaires."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "orders",
        115,
        _("Service orders"),
        (
            _("What a customer needs from service is recorded as an order: from the customer's page, or under “New”."),
            _(
                "Two countdowns run in working time: until an order is accepted, and until its work is done. While it waits, the second one stops."
            ),
            _(
                "“By status” and “By person” show the same orders as a board. A card moved to another column takes the step that leads there; a step can be undone for ten minutes."
            ),
            _(
                "By rotation an order goes to the person of service with the fewest open orders who is not away; the message says why."
            ),
            _("Under “How is it counted?” the page of an order says what counted and what did not."),
            _("When the work is done, the customer signs the visit sheet on the screen, or their contact says a code."),
            _("Service statistics show how many, how fast and how many in time; each figure opens its orders."),
            _(
                "A service manager sets the targets, and sees first how many orders of the last weeks would have been late."
            ),
        ),
        pages=("service:orders", "service:new", "service:targets", "service:statistics", "service:lists"),
        seen_by=may_any("service.view"),
    ),
    Topic(
        "visits",
        116,
        _("Return visits"),
        (
            _(
                "Plans fill the list every night. Another visit is planned under “New”, on the customer's page or from an order."
            ),
            _(
                "After each visit the report asks for three things: how the customer judges us, what they will need, what we could do better."
            ),
            _("A bad score opens a service order. A demand is told to the owner, who opens a deal or puts it aside."),
            _(
                "Nobody of service calls a VIP, or a customer marked “no service calls”, unless the owner wrote down why."
            ),
        ),
        pages=("service:visits", "service:visit_new", "service:ideas", "service:visit_plans", "service:calendar"),
        seen_by=may_any("service.view"),
    ),
    Topic(
        "remedial",
        117,
        _("Remedial plans"),
        (
            _(
                "When something went wrong for a customer, service drafts a remedial plan: the service manager reviews it, the general manager approves it."
            ),
            _(
                "Service then hands tasks to people of other departments. Each proves theirs, in words or with files; then service writes the report, which is reviewed and approved as the draft was."
            ),
            _("Every step can be sent back to an earlier one with a reason. Nothing that was written is lost."),
            _(
                "A closed plan proves itself: a new order of the same cause reopens it within the days that are set, and the general manager is told."
            ),
        ),
        pages=("service:remedial", "service:remedial_new", "service:remedial_days"),
        seen_by=may_any("service.view"),
    ),
    Topic(
        "questionnaires",
        118,
        _("Questionnaires"),
        (
            _("A service manager builds a questionnaire in sections, looks at the preview and publishes it."),
            _(
                "A published version never changes: what follows is built as a draft, and old answers keep their questions."
            ),
            _(
                "It goes to contacts by mail, as a printed code, or is filled in while they are on the phone. The link works once and needs no account."
            ),
            _("Results show figures of five answers and more. Free text and single answers need a right of their own."),
        ),
        pages=("service:questionnaires", "service:questionnaire_new"),
        seen_by=may_any("questionnaire.manage", "questionnaire.send", "questionnaire.results"),
    ),
)
