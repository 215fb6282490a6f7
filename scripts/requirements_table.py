"""Writes docs/requirements.md: every row of the rule books, where it is met and which tests show it.

`--check` only compares (exit 1 where the file is not what the tests say). A row is done when it names a place and a test shows it.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "requirements.md"

# Where a person meets the row. Rows that are not here belong to later work.
PLACES = {
    "Z1": "Customer file: kind, company type (managed list)",
    "Z2": "Figures (menu, Settings and help): per person and period, each opening its rows; manage.py figures",
    "Z3": "Customer page: completeness with what is missing; Company settings: fields of a complete file",
    "Z4": "Follow-up of kind note",
    "Z5": "Tasks, Calendar, customer page; transfer, release: what becomes of open tasks",
    "Z6": "Customer file and filter: regions",
    "Z7": "Customer file and filter: company type",
    "Z8": "Customer file and filter: site",
    "Z9": "Customer file: value rating",
    "Z10": "New customer; one ownership row per customer",
    "Z11": "Follow-ups, deals, quotes, contracts: owner and collaborators only; right: log contacts on others' customers",
    "Z13": "Policy Solar: kinds of contact; task finished with a result; sweep",
    "Z14": "Policy Solar, Requests: review",
    "Z15": "Policy Solar, sweep",
    "Z16": "Handover; Introductions (menu, home card, reminders, overdue)",
    "Z17": "Customer list: published filters, advanced filter, saved filters as tabs; Why? of a deadline and of every past ownership (Customers I lost)",
    "M1": "Company type (managed list)",
    "M2": "File reviews, Duplicates: the file keeper goes through, corrects and tidies every file, whoever owns the customer",
    "M3": "New customer; printable list, the whole of it as PDF with who and when; export",
    "M4": "Customer file",
    "M5": "File reviews (menu; customer page: Review the file): overdue, due, all; reminder and notice to the manager; Review intervals per class and department",
    "M11": "Customer page (menu): Receptions; Plan a reception, Record the reception; Receptions: coming up, to be recorded; calendar and Home; plan as PDF; Lists: Levels of receptions, Rooms",
    "M8": "Customer page (menu): Major matters; Major matters: to answer, waiting, answered; reminder, overdue to the superior; confidential: those named alone, looks kept",
    "M6": "Record a major change (customer page, File); Major changes (menu); Lists: Kinds of major changes",
    "M9": "People: close account (who takes over); Handover: also passes on",
    "M10": "Restricted files: one gate before all that hangs on them, look logged",
    "M12": "Follow-up kinds letter, fax, e-mail, call",
    "M13": "Customer page, list: important, too few people in contact; weekly reminder; Contact reports (chased, list for the manager); Company settings",
    "M14": "Handover and customer page: letter",
    "M15": "Policies: submit with notice, approve; coming deadlines",
    "M16": "Remedial plans: ten steps on a map, sent back to any earlier one, tasks with proof, report, proven after 90 days; print; Days per step",
    "Na1": "Roles",
    "Na2": "People: move, close",
    "Na3": "Sign-in, second factor, sessions",
    "Na4": "Export: right, cap, reason, watermark, log",
    "Na6": "Follow-ups: change and correction",
    "Na7": "Forms: required fields, formats",
    "Na8": "Timeline; Audit: search by code, name or former name; append-only ledger of ownership",
    "Nb1": "People",
    "Nb3": "Every page × role",
    "Nb4": "Hidden fields: rules per kind, customers and role; shown for a reason",
    "Nb6": "Security, its interval and reminder: Company settings",
    "Nb7": "Training; Help for every area and role, opened from each page's foot",
    "Ng7": "Help for every area and role, opened from each page's foot; Report a problem",
    "Nc1": "New customer: full name questioned",
    "Nc2": "The search at the top; new customer: search while typing",
    "Nc3": "New customer",
    "Nc4": "Address book",
    "Nc5": "Follow-up: next contact; Home: to do",
    "Nc6": "Policy Stages, sweep; Change to intent: kept while the application waits",
    "Nc7": "Extension",
    "Nc8": "Give up, claim: cool-down",
    "Nc9": "Turn to intent",
    "Nc10": "Policy Stages, sweep",
    "Nc11": "Extension",
    "Nc12": "Cool-down",
    "Nc13": "Contracts: confirm; policy: after-sales (preset Stages: service); Customers in service: given to a person, introduced; policy: releases wait for service orders",
    "Nc17": "Contracts: number, recording and confirming; policy: who signs",
    "Nc15": "Contracts: draw a number, prepare step by step, All numbers",
    "Nc16": "Contracts: gifts and promises",
    "Nf8": "Contracts: papers; Collections: papers to come in",
    "Nf14": "Contracts: signed scan",
    "T18": "Contracts: counterpart checks",
    "T19": "Contract texts; PDF",
    "T20": "Contracts: plan, deliveries; Collections, Ageing, Payments; Requests: overdue",
    "Z12": "Expenses: claim; Company settings",
    "Ni21": "Service orders: six kinds, two countdowns in working time, how they are counted; board by status and person, by rotation, undo; Service calendar; Home; Service targets; service_targets",
    "Ni22": "Service orders: search, advanced filter, board; Service statistics: seven groupings, ranking, satisfaction, each figure opens its orders, export",
    "Ni23": "Expenses",
    "T22": "Questionnaires: builder, preview, send, invitations, results; the page behind a link",
    "Nc14": "Public pool: claim with first contact; undo in the message, Recent actions",
    "Nd1": "Ownership",
    "Nd2": "Policy Tracking, sweep",
    "Nd3": "Validity query: from the name check, duplicates, search and customer; state under My requests",
    "Nd4": "Conflict: decision and split; Ask for cooperation; Contracts: whose result",
    "Nd5": "Policy Tracking",
    "Nd6": "Requests: effort of both sides as of its own time; whoever kept it invalidly loses",
    "Nd7": "Follow-up: validity and hint while typing; repeated texts and games; timeline: check, reject, appeal",
    "Nd8": "Policy Tracking: reviews",
    "Nd10": "Requests: conflict; both sides with valid and invalid follow-ups, whoever held it without valid ones can not be chosen",
    "Nd9": "Requests: review; release, transfer, several or all that match a list; ask to have it put back; undo in the message, Recent actions",
    "Ne1": "Sign-in, People: one account each; what is done stands under its name",
    "Ne2": "Roles: rights and scope held on every page, file, export and typed address; ledger and audit unchangeable; rows go from declared tables only",
    "Ne3": "Audit, verify_audit",
    "Ne5": "Roles",
    "Ne6": "Settings and help › Ask for a right: which, how far, until when, why, proof; the superior, then an admin; Profile and page of a person: every right with where it comes from; Review of rights (yearly)",
    "Ne7": "Approvals, My requests, Requests for rights: age and overdue; chased daily, then the next level; Home",
    "Ne8": "Tidying (menu): a section per kind, ticked rows at once, undo, progress by department; Duplicates",
    "Ne9": "People: close account, move (who takes over, or why the customers stay); Handover: also passes on; Introductions",
    "Nf4": "Follow-up review: outings",
    "Nf5": "Conflict; Handover",
    "Nf6": "Departments: own words for stages",
    "Nf7": "Home of the manager, Follow-up review: entered on the day, per rep and period",
    "Nf10": "New customer: required fields",
    "Nf11": "Follow-up review",
    "Nf12": "Follow-up kinds, Tasks",
    "Nf9": "Field visits; Contradictions: found every night, the person first, the review of the month; points off in the appraisal",
    "Nf13": "Late entry with its reason, told to the manager; Working days",
    "Nf15": "VIP: masked numbers, found by four digits only by whom they are shown to; Service calls: refused, with plans and return visits",
    "T21": "Return visits: report (evaluation, market demand, ideas); Ideas; a bad one opens a service order",
    "T23": "Return visits: plans, list, report due in working days and chased; customer page, timeline, Home",
    "Ng1": "Sign-in",
    "Ng2": "Sign-in",
    "Ng3": "Automatic sign-out with a warning; Company settings",
    "Ng6": "Report a problem at the foot of every page and on the page that broke; Feedback",
    "Nb5": "Report a problem; Feedback: list, answer and state; My reports",
    "Nb8": "Report a problem: suggestion; My reports",
    "Ne11": "Report a problem: correction of data; Feedback",
    "Nh1": "Training",
    "Nh2": "Roles; every page × role",
    "Nh3": "Comments with mentions",
    "Ni2": "Trips: planned to a region, approved, in the calendar, reported in one form that writes the follow-ups; Rules of trips",
    "Ni1": "Work reports, Team reports, Report templates: due, written, read, sent back; reminders; PDF",
    "Ni3": "New customer: names, branches",
    "Ni4": "Duplicates: remove an invalid customer",
    "Ni5": "New customer: duplicate shown",
    "Ni6": "Apply for ownership",
    "Ni7": "Merge",
    "Ni8": "Lists: classes; customer file: class checked on saving, completeness; nightly task where it no longer fits",
    "Ni9": "Customer file: profile; Lists: classes (outline)",
    "Ni10": "Contact: department",
    "Ni11": "Follow-up form; Contact records: required parts per kind",
    "Ni12": "Follow-up: last next step answered",
    "Ni13": "Lists: rhythm of contact by class, segment and line; list (Contact overdue), customer page, Home of rep and manager, reminder",
    "Ni24": "Lists: classes and rhythm (distributors none), set by preset Ni",
    "Ni15": "Spot checks: provable draw, verification, statement, decision, results with interval; Results over time",
    "Nf16": "Appraisal: points for calls and visits (any figure) of a month, each line with its rows; Schemes",
    "Ni16": "Appraisal: an upheld untrue or incomplete record makes the month zero; statement, decision, appeal",
    "Ni14": "Follow-up: reached or not",
    "T1": "Hand in information (customer page, search, duplicate check); Information reports; My information reports",
    "T2": "File reviews: How current the files are, by department and owner, each figure opening its rows",
    "T3": "Customer file",
    "T4": "Forms to print (blank); Print a form (customer page, contact, visit, return visit, credit grade); customer list as PDF",
    "T5": "File numbers, counts by class",
    "D1": "Slots; undo waits for a free slot",
    "D2": "Policy Direct, sweep",
    "D3": "New customer, slots: choose what to give up",
    "D4": "Change sheet, reminder, published releases; why a customer went and what would have saved it",
    "D5": "Customer list: one row, the same owner for everybody; name check",
    "D6": "Extension tiers and quota",
    "D8": "Collaborators: reported to the manager, Cooperation (register), across teams both managers approve",
    "D9": "Contracts: whose result; ledger: who owned it on a day",
    "Na9": "Deals: board, stages, progress",
    "Na10": "Deals and contracts: locked figures, correction on request",
    "Na11": "Products and prices; quotes; discount requests",
    "T6": "Archive folders (customer page, menu of the file keeper): labels, request with reason and days, approval, hand out and return by scanning, log; Stock-takes",
    "T7": "Credit grades; manage.py rate",
    "T8": "Credit grade of a customer: papers as files, a director's exception; Scorecards: no grade before the papers",
    "T9": "Rating sheets; import_data indicators",
    "T10": "Scorecards: bounds in versions, forecast before saving; Credit grades",
    "T11": "Scorecards: bounds in versions, forecast before saving; Credit grades",
    "T12": "Scorecards: size of a big customer in versions; Credit grades: big customers",
    "T13": "Credit grades; Key customers",
    "T14": "Customer page: plans; Credit grade of a customer",
    "T24": "Customer page: plans (quality feedback); Key customers: source of potential ones; list of sources",
    "T15": "Requests: standing of a key customer",
    "T16": "Key customers: supported ordinary ones",
    "T17": "Key customers: potential ones",
    "M7": "Credit grade of a customer: yearly figures",
    "Na12": "Sales analysis",
    "Ni17": "Deals; Deal stages",
    "Ni18": "New deal",
    "Ni19": "Deal page: progress, overdue updates",
    "Ni20": "Deal page: last next step answered",
    "D7": "Deal stages: direct sales steps",
    "Nf1": "Targets: figures of a department against floor, target and stretch, pace, forecast; Leaderboards; Deals and Sales analysis by department",
    "Ne10": "Customers: stages, visits and follow-ups, contracts step by step, Service orders and return visits, each step with who may take it",
    "Nf2": "File reviews: the manager reviews a file on one page and sets the owner a task with a date",
    "Nf3": "Sales plans; Targets: company, departments, people, what does not add up, changes by a request, spreadsheet",
    "Na5": "System › Backups: second place, encryption, rehearsal every night, alarm; make restore-drill",
    "Nb2": "System › Backups: list, back up now, checksum, rehearse, download; Nightly checks",
    "Ne4": "System › Backups: how one is put back; manage.py backup, restore; make restore-drill; docs/operations.md",
    "Ng4": "System › Backups: encrypted, copied elsewhere, downloaded only with a second factor, each download in the audit",
    "Ng5": "Nightly backup, thinned by days, weeks and months",
    "Nh7": "Policies: page of each version (what changed, from when, who approved it, which customers move); notice and mail to everybody under it",
    "Nh5": "System › Backups; manage.py backup, restore",
    "Nh4": "System; /healthz; Home of the admin",
    "Nh6": "Violations (menu): mine, of others, counts; opened from the audit, the security check, a spot check or free; statement, decision, appeal",
    "Nh8": "Customer page (File): needs with their day, confirmed with one click, in a follow-up, in a file review; feedback entered, answered in time; Customer feedback (menu): to answer, waiting, figures; Lists: Kinds of feedback",
    "Nh9": "Every page of settings, lists, stages, products, texts, rules, roles: what somebody else changes waits for an admin (Approvals: old → new)",
}


def rows():
    """The ids in the order of the rule books, as docs/requirement-rows.tsv keeps them: id and sentence."""
    return [
        line.split("\t", 1)
        for line in (ROOT / "docs" / "requirement-rows.tsv").read_text(encoding="utf-8").splitlines()
        if line
    ]


def tests():
    """{row: {test file}} from the marks."""
    found = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for marks in re.findall(r"mark\.req\(([^)]*)\)", path.read_text(encoding="utf-8")):
            for row in re.findall(r"\"([A-Z][a-i]?\d+)\"", marks):
                found[row].add(path.relative_to(ROOT / "tests").as_posix())
    return found


def table():
    """The text of docs/requirements.md."""
    shown, lines, done = tests(), [], 0
    for row, sentence in rows():
        place, files = PLACES.get(row, ""), sorted(shown.get(row, ()))
        state = "done" if place and files else "later"
        done += state == "done"
        lines.append(f"| {row} | {sentence} | {state} | {place} | {', '.join(f'`{f}`' for f in files)} |")
    head = [
        "# Requirements",
        "",
        f"One row for each thing that the rule books demand; {done} of {len(lines)} are done. A row is done when it has a place and a test that",
        "shows it; the others belong to later work. Written by `scripts/requirements_table.py`; a test holds it against the marks.",
        "",
        "| row | demands | state | where | tests |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *lines]) + "\n"


def main(arguments):
    if "--check" in arguments:
        return 0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == table() else 1
    TARGET.write_text(table(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
