"""Help about the home page (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may_any
from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "home",
        5,
        _("Home"),
        (
            _("“To do” lists what needs you, in the order of what is lost first; each row says why it is there."),
            _(
                "The button of a row is what moves its deadline under your policy: a follow-up, a contract, an extension or the change to intent."
            ),
            _(
                "It opens beside the list. “Save and next” continues with the next row, “Save and return” leads back to the list."
            ),
            _("Keys: j and k move, a acts, Enter opens, Ctrl+Enter saves, Esc closes."),
            _("The bell lists your notices; the star at a customer, deal or contract puts it among your favourites."),
            _("“Arrange this page”, at its end, lets you choose the other cards, their order and their column."),
            _("Pages that you do not need every day are under “Settings and help” at the end of the menu."),
        ),
        pages=("home", "reports:home_cards", "reports:settings", "reports:favourites", "notices:list", "comment"),
    ),
    Topic(
        "figures",
        151,
        _("Figures"),
        (
            _(
                "“Figures” counts what people did in a period: follow-ups, customers, contracts, payments, service. Below the table stands what each counts."
            ),
            _("Only what is recorded here counts, and of follow-ups only valid ones count as calls and visits."),
            _("Each figure leads to what is behind it, row by row."),
            _("You see your own figures, or those of the people whom your role covers."),
        ),
        pages=("reports:figures", "reports:team_week"),
    ),
    Topic(
        "analysis",
        149,
        _("Analysis"),
        (
            _(
                "“Analysis” shows how deals go through the stages, where they are won and lost, what becomes of customers, who takes what from the pool, and who has not been seen."
            ),
            _(
                "Choose the period, a department or a person; the address keeps it. Beside each number stands the period before."
            ),
            _(
                "Each number leads to the rows behind it; below the bars stands the table, and “Workbook” takes it along."
            ),
            _("It covers the people whom your role covers. What you may not open stays counted and unnamed."),
        ),
        pages=("reports:analysis", "reports:analysis_page"),
    ),
    Topic(
        "mailings",
        148,
        _("Scheduled mails"),
        (
            _(
                "“Scheduled mails” sends a saved customer list, an analysis or the figures of your team by mail: daily, weekly or monthly."
            ),
            _(
                "Each mail is written by what its reader may see at that time; customer lists need the right to export and count as exports."
            ),
            _(
                "Colleagues whom you choose can leave a mailing. It ends by itself for people who leave or may not see it any more."
            ),
            _(
                "What could not be sent is tried again for some hours; the page says what went wrong, and “Send again” tries once more."
            ),
        ),
        pages=("reports:mailings", "reports:mailing_new"),
    ),
    Topic(
        "work-reports",
        153,
        _("Work reports"),
        (
            _(
                "“Work reports” lists what you have to hand in and when; begin a report and its figures and lists are there."
            ),
            _("You add your assessment and what you plan next; it saves itself while you type."),
            _("When you hand it in, the figures are frozen and each line of the plan becomes a task of yours."),
            _("The next report shows what became of the plan."),
            _("The superior can comment, mark it as read, or send it back with a reason."),
            _("“Report templates” says which reports are due, by when, and what they ask for, for each department."),
        ),
        pages=("reports:work_reports", "reports:team_reports", "reports:report_templates"),
    ),
    Topic(
        "trips",
        154,
        _("Trips"),
        (
            _(
                "“Trips” plans a trip to a region: its list shows your customers there, who was not seen for longest, and whose deadline is near."
            ),
            _(
                "Tick whom you visit and say why. The title is fixed: day, region, name. The trip stands in your calendar."
            ),
            _(
                "Back again, you write one report: when you really left and came back, and what was discussed with each customer. Each becomes a follow-up, and you see at once whether it is valid."
            ),
            _(
                "A visit that you recorded on the way is not typed again; whom you did not visit takes a reason or a new day."
            ),
            _("Where your department asks for it, your manager approves the trip; a change is approved anew."),
            _("Changing or cancelling a trip takes a reason, which your manager sees."),
            _("“Rules of trips” says for each department whether trips are approved and when their report is due."),
        ),
        pages=("reports:trips", "reports:trip_rules"),
    ),
    Topic(
        "outings",
        155,
        _("Field visits"),
        (
            _(
                "One tap on Home, on the customer's page or on the trip says that you go out; one tap says that you are back."
            ),
            _("Back again, the form of the follow-up opens with customer, time and purpose filled in."),
            _("On the way you may go on to another customer. Nobody is at two customers at once."),
            _(
                "If you forget to come back, you are asked the next morning. Times are corrected with a reason, and shown as corrected."
            ),
            _(
                "Your position is kept only if you agree each time: to about 100 metres, for 90 days; you can delete it at once."
            ),
            _("Your manager sees the field visits of the department; seeing positions takes a right of its own."),
        ),
        pages=("reports:outings", "reports:outing_new", "reports:outing_enter"),
    ),
    Topic(
        "contradictions",
        156,
        _("Contradictions"),
        (
            _(
                "Every night field visits, trips, follow-ups, expenses and contracts are compared, by the rules of the department."
            ),
            _(
                "What contradicts is shown to its person first, with its evidence: they have the working hours that the rules give, usually 24, to put it right or explain. What is put right goes away by itself."
            ),
            _("What is left comes to the manager's review of the month: accepted or not accepted, with a reason."),
            _("Against what is not accepted one may appeal within 5 working days; the next level decides finally."),
            _(
                "“Rules of contradictions” says for each department which rules hold, and shows before saving what they would have found last month."
            ),
        ),
        pages=("reports:contradictions", "reports:contradictions_review", "reports:contradiction_rules"),
    ),
    Topic(
        "spot-checks",
        157,
        _("Spot checks"),
        (
            _("A spot check draws records of a department by chance and verifies whether they are true and complete."),
            _(
                "Before it is planned, the page says how many rows there are, how many are drawn and which error remains."
            ),
            _(
                "Planning fixes all rows and the moment of the draw. Which rows are drawn follows from the last entry of the audit at that moment: nobody can choose them, and “Draw again” shows the same rows to everybody."
            ),
            _("Somebody else than the person concerned verifies each row: called, seen, or by a document."),
            _(
                "Where a row is untrue or something is missing, the person has two working days for a statement; then a manager upholds or dismisses. An upheld follow-up is rejected."
            ),
            _("Results show the share of untrue rows and between which values the truth lies in 95 of 100 checks."),
        ),
        pages=("reports:spot_checks", "reports:spot_check_new", "reports:spot_check_results"),
    ),
    Topic(
        "appraisal",
        158,
        _("Appraisal"),
        (
            _(
                "“Appraisal” shows the score of a month: so far while it runs, closed a few working days after it. Every line leads to the rows behind it."
            ),
            _(
                "A scheme gives points for figures, complete files, contact rhythm, reports in time and entries on the day, 100 in all; it can take points off, and it says whose month is scored."
            ),
            _("Before a scheme is saved, its forecast shows what it would have given in the last three months."),
            _(
                "Where the scheme says so, an untrue or incomplete record sets the month to zero: only after your statement and the decision of a manager."
            ),
            _(
                "After the closing you have five working days for an appeal: say which points you should have and why. The next level decides."
            ),
            _("A closed score changes only by a correction with a reason; both values are kept."),
        ),
        pages=("reports:appraisal", "reports:appraisal_schemes", "reports:appraisal_scheme_new"),
    ),
    Topic(
        "targets",
        152,
        pgettext_lazy("performance", "Targets"),
        (
            _(
                "A target is set for a figure and a month, quarter, half-year or year: for the company, a department or a person, in three tiers: floor, target, stretch."
            ),
            _(
                "What is reached is what “Figures” counts. The line in a bar is an even pace: the part of the target for the working days that are gone."
            ),
            _(
                "Managers divide a target among the departments and people below them. What does not add up is saved, and the difference is shown."
            ),
            _(
                "From the first day of its period a target changes only by a request, with the reason and the old value. Whose target it is learns of it."
            ),
            _(
                "The forecast adds open deals of the period by the probability of their stage, for payments the instalments that fall due."
            ),
            _(
                "A leaderboard shows only the figures that the department chose, and only results. Equals share a place, and people may be left out."
            ),
        ),
        pages=("reports:targets", "reports:leaderboards"),
    ),
    Topic(
        "print-forms",
        159,
        _("Forms to print"),
        (
            _(
                "“Forms to print” under “Settings and help” has every form blank, in English and Chinese: information collection, basic file, personal profile, customer list, rating form, visit report."
            ),
            _(
                "“Print a form” under “More” on a customer's page fills them in from the file. A contact, a visit in the timeline and the credit grade have a printer of their own."
            ),
            _(
                "A form shows what you may see on the page and no more; each filled form is recorded with your name. What the file does not know stays empty, to be written by hand."
            ),
        ),
        pages=("reports:print_forms", "reports:forms_of_customer"),
        seen_by=may_any("customer.view"),
    ),
)
