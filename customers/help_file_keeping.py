"""Help about what happens to customer files: reviews, changes, information, feedback, matters, archive folders (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

FILE_TOPICS = (
    Topic(
        "file-reviews",
        161,
        _("File reviews"),
        (
            _(
                "Under “Review intervals” you set, for each class and department, how many days lie between two reviews of a customer file. Until that is set, no file is due."
            ),
            _(
                "“File reviews” lists what is overdue, what is due within 30 days, and all files. Reminders go to the file keepers before the date, to the manager after it."
            ),
            _(
                "A review shows what changed since the last one, what is missing, and the deadlines and grade of the customer. Confirm or correct each field; a correction is recorded like any other change."
            ),
            _("If something has to be done, give the owner a task with a date in the same form."),
            _("“How current the files are” counts this by department and owner; each figure opens its rows."),
        ),
        pages=(
            "customers:reviews",
            "customers:review",
            "customers:reviews_done",
            "customers:review_figures",
            "customers:review_rules",
            "customers:review_rules_new",
        ),
        seen_by=may_any("customer.review", "lists.manage"),
    ),
    Topic(
        "major-changes",
        163,
        _("Major changes"),
        (
            _(
                "Major changes are what everybody who works with a customer should know: new owners or a new legal representative, a move, bankruptcy, a dispute, a large order. Record them on the customer's page; the owner, their manager and the file keepers are notified."
            ),
            _(
                "Each kind proposes what follows, and you decide: the review of the file becomes due today; the credit grade, the key-customer status and holds on deliveries and collection go as tasks to the people who decide them."
            ),
            _(
                "An entry is not edited. The person who recorded it, and people who review the file, correct it by a new entry or void it with a reason; both stay readable in the timeline."
            ),
            _("“Major changes” in the menu lists those of the files you review, by kind, department and date."),
            _("The kinds, and what each proposes, are set under “Lists”."),
        ),
        pages=(
            "customers:changes",
            "customers:change_new",
            "customers:change_void",
            "customers:change_kinds",
            "customers:change_kind",
        ),
        seen_by=may_any("customer.view"),
    ),
    Topic(
        "information",
        162,
        _("Information about customers"),
        (
            _(
                "“Hand in information” stands on the customer's page and beside a colleague's customer in the search: write what you know and where you heard it, and propose values if you like."
            ),
            _("It shows you nothing of the file. Under “My information reports” you read what became of it."),
            _(
                "The file keeper compares it with the file, takes over single fields, keeps it as a note, or declines it with a reason."
            ),
        ),
        pages=(
            "customers:information",
            "customers:information_one",
            "customers:information_mine",
            "customers:information_new",
        ),
        seen_by=may_any("customer.view"),
    ),
    Topic(
        "customer-feedback",
        119,
        _("Feedback and needs of customers"),
        (
            _(
                "“Enter feedback” stands in the menu of the customer's page, and on service orders and return visits: what the customer said, of which kind, how and when it came. Bad answers in a questionnaire become feedback by themselves."
            ),
            _(
                "The kind decides who answers, and within how many working days, until 17:00; this is set under “Lists”. Who answers is reminded a day before; once the time is over, their superior and the person who entered it are told too."
            ),
            _(
                "Answering says what the customer was told, how and when; it stands in the timeline. What is entered more than a day later counts from its entry. Who is not responsible passes it on with a reason; the due time stays."
            ),
            _(
                "If something is broken, open a service order from the feedback: complaints about products are handled as service orders. The customer still gets an answer here."
            ),
            _(
                "The customer's needs stand in the file with the day on which they were last confirmed. Confirm them with one click, in a follow-up or in a file review; older texts are kept."
            ),
        ),
        pages=(
            "customers:feedback",
            "customers:feedback_figures",
            "customers:feedback_one",
            "customers:feedback_of",
            "customers:feedback_new",
            "customers:feedback_kinds",
            "customers:feedback_kind",
            "customers:needs",
        ),
    ),
    Topic(
        "matters",
        164,
        _("Major matters"),
        (
            _(
                "“Major matters” stands in the menu of the customer's page: what it is about, which department is responsible, and until when you need its answer. The head of the department answers, or the person you name."
            ),
            _(
                "Who answers is reminded a day before; once the day is over, you and their superior are told too. You close the matter, or ask again."
            ),
            _(
                "A confidential matter is seen only by who reported it, who answers and whom they name: it stands in no search, list, timeline, audit or export of others, and its notices name neither customer nor subject. Those named see who opened it and when."
            ),
        ),
        pages=(
            "customers:matters",
            "customers:matters_of",
            "customers:matter_new",
            "customers:matter",
        ),
    ),
    Topic(
        "folders",
        169,
        _("Archive folders"),
        (
            _(
                "“Archive folders” stands in the menu of the customer's page: which folders the file room keeps, where each is and who has it. Ask for one with a reason and the days; the head of the department decides."
            ),
            _(
                "Borrowed documents are not copied, not passed on and not altered. You are reminded the day before and on the last day; after it your superior is told. Ask for more time before that day, under “My borrowed folders”."
            ),
            _(
                "File keepers record loans and returns under “Hand out or return”: scan the label with the phone's camera, or type the number, in any case, with or without spaces and zeros."
            ),
            _(
                "Each folder has a label with a QR code; “Print labels” puts fourteen on an A4 sheet. Storage places are kept under “Lists”."
            ),
            _(
                "A stock-take compares what stands in a place with what should: missing, misplaced, on loan. Its result is kept, and so is the log of each folder: nobody can change it."
            ),
        ),
        pages=(
            "customers:folders",
            "customers:folders_mine",
            "customers:folders_of",
            "customers:folder",
            "customers:folder_new",
            "customers:folder_edit",
            "customers:folder_borrow",
            "customers:folder_extend",
            "customers:folder_lost",
            "customers:folder_counter",
            "customers:stock_takes",
            "customers:stock_take",
        ),
    ),
)
