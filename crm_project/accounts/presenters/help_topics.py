"""What the help says about each area and for each role, and which pages it is opened from (rows Nb7, Ng7)."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may


@dataclass(frozen=True)
class Topic:
    """One section. Shown to whoever may do one of `actions` (none: everybody); `pages` are names of pages that it belongs to."""

    key: str
    title: object
    steps: tuple
    pages: tuple = ()
    actions: tuple = ()


TOPICS = (
    Topic(
        "customers",
        _("Your customers"),
        (
            _("Begin with “My day”: what is due today, and which customers you will lose next if nothing happens."),
            _(
                "New customer: type the full name first. If it exists, you see its owner; if it lies in the public pool, claim it there."
            ),
            _(
                "After each call or visit record a follow-up on the customer's page. The line below the text says whether it counts, and until when you then keep the customer."
            ),
            _("Not enough time? Ask for an extension, or to have the customer turned to intent, before the deadline."),
            _("“Why?” beside a countdown shows the rule, what counted and what did not."),
            _("“Introductions”: customers handed over to you. Introduce yourself to each and tick it off in time."),
        ),
        (
            "home",
            "customers:list",
            "assignment:pool",
            "customers:address_book",
            "assignment:slots",
            "assignment:introductions",
        ),
        ("customer.claim",),
    ),
    Topic(
        "lists",
        _("Customer lists"),
        (
            _(
                "Filters, columns and order of a list can be kept under a name and shared; the search at the top finds names, codes and numbers."
            ),
            _(
                "“Print” holds who printed it and when; longer lists and files take the right to export and are noted in the audit."
            ),
        ),
        ("customers:list", "assignment:pool", "customers:address_book"),
        ("customer.view",),
    ),
    Topic(
        "tasks",
        _("Tasks, calendar and follow-ups"),
        (
            _(
                "A task has a day and a reminder; tick it off with what came of it. Tasks about a customer stand on its page too."
            ),
            _(
                "The calendar shows tasks, appointments and next contacts; its address can be subscribed to in a phone's calendar."
            ),
            _("The next contact date in a follow-up puts the customer on “My day” when it is due."),
            _(
                "“Contact reports”: where the company asks for them, each contact with an important new customer is reported there."
            ),
        ),
        ("activities:tasks", "activities:calendar", "activities:contact_reports"),
        ("followup.create",),
    ),
    Topic(
        "deals",
        _("Deals"),
        (
            _(
                "Open a deal on the customer's page or from “New”: what it is about, the products, the amount and the expected closing date."
            ),
            _(
                "Each stage says what must be there before a deal enters it. Move the card on the board, or use the deal's page."
            ),
            _(
                "Record progress after each step: what happened and what comes next. The last next step is shown until it is answered."
            ),
            _(
                "A lost deal needs its reason; the figures of a won one are locked, a correction is asked for and approved."
            ),
        ),
        ("deals:board", "deals:analysis", "deals:plans", "deals:pipelines"),
        ("deal.view",),
    ),
    Topic(
        "quotes",
        _("Quotes, products and prices"),
        (
            _("Write a quote from its deal: prices come from the price list that holds today."),
            _("A discount beyond your limit waits for approval; until then the PDF is marked as a draft."),
            _("Send it, then note whether it was accepted: an accepted quote becomes the lines of the contract."),
        ),
        ("deals:quotes", "deals:products"),
        ("deal.view",),
    ),
    Topic(
        "contracts",
        _("Contracts"),
        (
            _(
                "Draw a number first, then go through the steps: checks of the counterpart, text, products, gifts and promises, terms, signing."
            ),
            _(
                "Upload the signed and stamped scan and submit it; a manager confirms it. From then on the customer is official."
            ),
            _(
                "Where the policy says so, only an intent or official customer signs: turn a potential one to intent first."
            ),
            _("A confirmed contract is locked. A correction is asked for with its reason and leaves both values."),
        ),
        ("contracts:list", "contracts:new", "contracts:draw", "contracts:texts", "contracts:series"),
        ("contract.view",),
    ),
    Topic(
        "collections",
        _("Collections and payments"),
        (
            _(
                "“Collections” shows what is due and overdue, and papers that are still to come in; note what the customer promised."
            ),
            _(
                "“Ageing” sorts what is open by how long it is overdue. What stays overdue goes to the head of the department."
            ),
            _("Finance enters a payment or brings a bank statement, and matches it to the instalments."),
        ),
        ("contracts:collections", "contracts:ageing", "contracts:payments"),
        ("contract.view",),
    ),
    Topic(
        "expenses",
        _("Expenses"),
        (
            _(
                "Claim a visit or a gift with its day, amount and receipt. It is accepted only from the owner of the customer on that day."
            ),
            _(
                "Your manager decides under “Requests”; what was taken back or refused stays on your list with the reason."
            ),
        ),
        ("contracts:expenses",),
        ("expense.record",),
    ),
    Topic(
        "grades",
        _("Credit grades and key customers"),
        (
            _(
                "Every quarter distributors and direct customers are graded. Sales and finance fill in their part of the sheet before it closes."
            ),
            _(
                "The page of a grade says what each indicator rests on, why it is not the grade above, and what is missing, papers included."
            ),
            _(
                "Upload the licence and the representative's papers with their dates: without them there is no grade where the scorecard asks for them."
            ),
            _(
                "For a key customer write down shared information, quality feedback and joint plans on its page, under “Plans”."
            ),
        ),
        ("ratings:list", "ratings:key_customers", "ratings:sheets", "ratings:scorecards"),
        ("rating.view", "rating.manage"),
    ),
    Topic(
        "finance",
        _("Finance"),
        (
            _(
                "Enter payments or bring the bank's file under “Payments”; what can't be matched by its reference is matched by hand."
            ),
            _(
                "Rate credit performance and correct computed indicators, with a reason, under “Credit grades”, “Rating sheets”."
            ),
            _(
                "Record a bad debt on the customer's contracts: there is no grade until it is cleared. Yearly figures stand on the page of the grade."
            ),
            _("Receipts of expenses, ageing and all contract numbers are open to you for checking."),
        ),
        (),
        ("payment.record",),
    ),
    Topic(
        "service",
        _("After-sales"),
        (
            _(
                "“After-sales” lists the official customers that the departments' policies pass to you; you are told when one is added."
            ),
            _(
                "Record calls and visits on the customer's page. A VIP customer is not called for service: its page says so."
            ),
        ),
        ("contracts:after_sales",),
        ("after_sales.work",),
    ),
    Topic(
        "lead",
        _("Leading a team"),
        (
            _("“Requests” holds what waits for your decision; a approves, r refuses, and a refusal needs a reason."),
            _("“Follow-up review” lists entries that count only once you have checked them."),
            _("Somebody leaves: an admin closes the account, you divide the customers under “Handover”."),
            _(
                "“Introductions”: whom your people still have to introduce themselves to after a handover, and what is overdue."
            ),
            _("Going away? Name a stand-in in your profile: requests then wait for both of you."),
        ),
        ("approvals:inbox", "activities:review_list", "assignment:handovers", "assignment:introductions"),
        ("request.decide",),
    ),
    Topic(
        "requests",
        _("What you asked for"),
        (
            _(
                "“Requests”, “Asked by me” shows what became of an extension, an application or a discount, who decides and since when it waits."
            ),
            _("You can take a request back while nobody has decided it."),
        ),
        ("approvals:mine", "approvals:decided", "approvals:inbox", "assignment:collaborations", "home"),
    ),
    Topic(
        "steer",
        _("Changing the rules"),
        (
            _(
                "A policy is a few sentences with blanks. Draft a new version and look at its forecast: who would lose what, and when."
            ),
            _("The general manager approves it. A shortened time takes nobody by surprise: the reminder comes first."),
            _("“Sweep runs” shows what each run decided and why; one release or a whole run can be undone."),
        ),
        ("assignment:policies",),
        ("policy.edit",),
    ),
    Topic(
        "rules",
        _("Rules and releases"),
        (
            _("“Policies” shows the rules of your department in plain sentences, with the numbers that hold today."),
            _("“Sweep runs” and “Change sheet” show what was released, claimed and transferred, when and why."),
        ),
        ("assignment:sweep_runs", "assignment:change_sheet", "assignment:policies"),
        ("policy.view", "sweep.view"),
    ),
    Topic(
        "files",
        _("Keeping the files"),
        (
            _(
                "“Duplicates” lists files that seem to be the same company; merging shows first what becomes of each field, and can be undone."
            ),
            _("“Lists” holds the values that forms offer; “Working days” the holidays and exceptions."),
            _("“Contact records” says what must be filled in for each kind of contact."),
            _(
                "An import shows what every row would do before it does it; refused rows can be downloaded, mended and brought back."
            ),
        ),
        (
            "customers:duplicates",
            "customers:lists",
            "customers:import",
            "activities:days",
            "activities:record_parts",
            "deals:pipelines",
        ),
        ("customer.classify", "customer.merge", "customer.import", "lists.manage", "product.manage"),
    ),
    Topic(
        "admin",
        _("Running the CRM"),
        (
            _(
                "“People”: open an account and send its link. Moving somebody changes the rights at once; closing an account signs out everywhere. Both ask who takes over and lead to the handover."
            ),
            _("“Roles”: what each position may do and how far. Old and new stand beside each other before you save."),
            _("“Rule book presets”: choose a rule book, see what it would change, then apply it."),
            _(
                "“Company settings”: what holds for the whole company, such as fields of a complete file or the cap of exports."
            ),
            _("“Security”: look through it as often as the company settings say; you are reminded."),
            _("“Feedback”: answer what users report; they see the state and your answer."),
            _(
                "Nobody can sign in as admin any more? On the server, “manage.py invite USERNAME” prints a link for a new password."
            ),
        ),
        (
            "accounts:people",
            "accounts:departments",
            "accounts:roles",
            "presets:choose",
            "accounts:company_settings",
            "feedback:list",
            "ops:system",
            "assignment:handovers",
            "assignment:introductions",
        ),
        ("people.manage",),
    ),
    Topic(
        "people",
        _("People"),
        (_("“People” shows who works where, their superior and who stands in for them; who has left stays findable."),),
        ("accounts:people",),
        ("people.view",),
    ),
    Topic(
        "audit",
        pgettext_lazy("help", "Auditing"),
        (
            _("“Audit” finds every change by person, customer, action and day, with old and new value."),
            _("“Security” gathers failed sign-ins, rights given, exports and dormant accounts."),
        ),
        ("audit:search", "accounts:security"),
        ("audit.view",),
    ),
    Topic(
        "feedback",
        _("Problems and suggestions"),
        (
            _("“Report a problem” stands at the foot of every page. The page and its request number go with it."),
            _("Choose “Suggestion” for an improvement, “Correction of data” for data that is not yours to change."),
            _("“My reports” in the menu of your name shows the answer and the state."),
        ),
        ("feedback:mine", "feedback:new"),
    ),
)


def topics(user):
    """The sections for this person, in their order."""
    return [topic for topic in TOPICS if not topic.actions or any(may(user, action) for action in topic.actions)]


@cache
def _pages():
    """[(address, key)], the longest address first."""
    found = []
    for topic in TOPICS:
        for name in topic.pages:
            try:
                found.append((reverse(name), topic.key))
            except NoReverseMatch:
                continue
    return sorted(found, key=lambda pair: -len(pair[0]))


def topic_of(path, user):
    """The key of the section that a page belongs to, among those that this person sees; empty where it belongs to none."""
    shown = {topic.key for topic in topics(user)}
    return next(
        (
            key
            for address, key in _pages()
            if key in shown and (path == address or (address != "/" and path.startswith(address)))
        ),
        "",
    )
