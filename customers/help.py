"""Help about customers (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

from .help_file_keeping import FILE_TOPICS

TOPICS = (
    Topic(
        "customers",
        10,
        _("Your customers"),
        (
            _("Start with “Home”: what is due today, and which customers expire soon."),
            _(
                "New customer: type the full name first. If it exists, you see its owner; if it is in the public pool, claim it there."
            ),
            _(
                "After each call or visit record a follow-up on the customer's page. The line below the text says whether it is valid, and until when you then keep the customer."
            ),
            _("Not enough time? Before the deadline, request an extension or the stage “intent”."),
            _("“Why?” next to a countdown shows the rule, and which follow-ups were valid or invalid."),
            _("“Introductions”: customers handed over to you. Introduce yourself to each and tick it off in time."),
        ),
        pages=(
            "home",
            "customers:list",
            "assignment:pool",
            "customers:address_book",
            "assignment:slots",
            "assignment:introductions",
            "assignment:give_up",
            "assignment:extension",
            "assignment:intent",
            "assignment:letter",
            "assignment:why",
            "assignment:losses",
            "assignment:loss",
            "assignment:ask_back",
            "activities:followup_new",
        ),
        seen_by=may_any("customer.claim"),
    ),
    Topic(
        "search",
        15,
        _("Search"),
        (
            _(
                "Press “/” or Ctrl+K and type: a customer's name, pinyin, initials or code, a contact, four or more digits of a phone number, a deal, a quote, contract or payment number, a colleague, a page."
            ),
            _("Arrow keys choose, Enter opens. Enter without a choice shows all results on one page; Esc closes."),
            _(
                "Colleagues' customers show name, code and owner only, with what you can do: claim from the pool, request cooperation, report a conflict. How many you look up in a day is limited and recorded."
            ),
            _(
                "Before you type, the list shows what you opened recently in this browser; the menu has the same under “Recently opened”."
            ),
        ),
        pages=("reports:search",),
    ),
    Topic(
        "lists",
        20,
        _("Customer lists"),
        (
            _(
                "Filters, columns and order of a list can be saved under a name as a tab and, if your role allows it, shared; the search box above a list finds names, codes and numbers."
            ),
            _(
                "“Advanced filter” joins any number of conditions by and / or, such as no follow-up for 10 days and expiring within 5. The address of the filtered list can be passed on: everybody sees only their own customers there."
            ),
            _(
                "“Columns” above a list chooses its columns, their order and width; they stay so for you. In the customer list a double click, or “e”, changes a value in its cell where you may; the stage asks for the change to intent."
            ),
            _(
                "Printouts show who printed them and when; longer lists and files require the right to export and are recorded in the audit."
            ),
        ),
        pages=("customers:list", "assignment:pool", "customers:address_book", "activities:timeline", "ui:conditions"),
        seen_by=may_any("customer.view"),
    ),
    Topic(
        "files",
        160,
        _("File management"),
        (
            _(
                "“Duplicates” lists files that seem to be the same company; before merging you see the result for each field, and a merge can be undone."
            ),
            _("“Lists” contains the options of forms; “Working days” the holidays and exceptions."),
            _("“Contact records” defines what must be filled in for each type of contact."),
            _("An import previews what every row would do; rejected rows can be downloaded, fixed and imported again."),
            _(
                "An import takes Excel and CSV files with Chinese or English headings. Columns that it does not recognise are assigned once and remembered; under “Lists”, “Column headings”, you add headings for everybody."
            ),
            _(
                "“Tidying” binds together what is to be cleaned up: duplicates, names, gaps, dead customers, contacts who left, orphaned tasks and filters. Tick rows and press the button; for ten minutes it can be undone. Each night counts what is open by department."
            ),
            _(
                "A wrong import can be undone as a whole on its page. Rows that somebody has worked on since stay and are listed."
            ),
        ),
        pages=(
            "customers:duplicates",
            "customers:tidying",
            "customers:lists",
            "customers:import",
            "customers:headings",
            "activities:days",
            "activities:record_parts",
            "deals:pipelines",
        ),
        seen_by=may_any("customer.classify", "customer.merge", "customer.import", "lists.manage", "product.manage"),
    ),
    *FILE_TOPICS,
)
