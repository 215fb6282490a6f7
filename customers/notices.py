"""What people are told about customer files (rows Nh3, D4)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain, with_reason

NOTICES = (
    NoticeKind(
        "request_intent",
        "arrow-up-right-circle",
        "accent",
        plain(_("%(person)s applies to change %(subject)s to intent")),
    ),
    NoticeKind("merged", "intersect", "info", plain(_("%(customer)s was merged into %(into)s; owner: %(person)s."))),
    NoticeKind("unmerged", "intersect", "info", plain(_("The merge of %(customer)s into %(into)s was undone."))),
    NoticeKind("removed", "trash", "warn", with_reason(plain(_("%(customer)s was removed as invalid.")))),
    NoticeKind(
        "lookups_unusual",
        "binoculars",
        "warn",
        plain(
            _(
                "%(person)s looked up %(n)s customers of others today; the limit is %(limit)s a day. Please ask about the reason."
            )
        ),
    ),
    NoticeKind(
        "contact_overdue",
        "telephone",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer is overdue for contact under the contact frequency of its class: %(names)s",
                "%(n)d customers are overdue for contact under the contact frequency of their class: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "second_person",
        "people",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d important new customer needs more people in contact: %(names)s",
                "%(n)d important new customers need more people in contact: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "review_due",
        "journal-check",
        "accent",
        counted(
            ngettext_lazy(
                "%(n)d customer file is due for review: %(names)s",
                "%(n)d customer files are due for review: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "review_overdue",
        "journal-check",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer file is overdue for review: %(names)s",
                "%(n)d customer files are overdue for review: %(names)s",
                "n",
            )
        ),
    ),
    NoticeKind(
        "information_given",
        "chat-left-text",
        "accent",
        plain(_("%(person)s handed in information about %(customer)s")),
    ),
    NoticeKind(
        "information_taken",
        "check2-circle",
        "ok",
        plain(_("Your information about %(customer)s was taken over into the file.")),
    ),
    NoticeKind(
        "information_kept",
        "check2-circle",
        "ok",
        plain(_("Your information about %(customer)s is kept in the file as a note.")),
    ),
    NoticeKind(
        "information_declined",
        "x-circle",
        "warn",
        with_reason(plain(_("Your information about %(customer)s was declined."))),
    ),
    NoticeKind(
        "matter_reported",
        "megaphone",
        "accent",
        plain(_("A major matter with %(customer)s waits for your answer: %(subject)s")),
    ),
    NoticeKind(
        "matter_due",
        "megaphone",
        "warn",
        plain(_("A major matter with %(customer)s is to be answered by tomorrow: %(subject)s")),
    ),
    NoticeKind(
        "matter_overdue",
        "megaphone",
        "bad",
        plain(_("A major matter with %(customer)s is not answered in time: %(subject)s")),
    ),
    NoticeKind(
        "matter_answered",
        "check2-circle",
        "ok",
        plain(_("The major matter with %(customer)s is answered: %(subject)s")),
    ),
    # Without a name or a word of it: mails and lock screens are read by others.
    NoticeKind(
        "matter_reported_confidential",
        "shield-lock",
        "accent",
        plain(_("A confidential matter waits for your answer.")),
    ),
    NoticeKind("matter_named_confidential", "shield-lock", "accent", plain(_("You may read a confidential matter."))),
    NoticeKind(
        "matter_due_confidential",
        "shield-lock",
        "warn",
        plain(_("A confidential matter is to be answered by tomorrow.")),
    ),
    NoticeKind(
        "matter_overdue_confidential",
        "shield-lock",
        "bad",
        plain(_("A confidential matter is not answered in time.")),
    ),
    NoticeKind("matter_answered_confidential", "shield-lock", "ok", plain(_("A confidential matter is answered."))),
    NoticeKind(
        "customer_feedback_received",
        "chat-heart",
        "accent",
        plain(_("Feedback of %(customer)s waits for your answer.")),
    ),
    NoticeKind(
        "customer_feedback_due",
        "chat-heart",
        "warn",
        plain(_("Feedback of %(customer)s is to be answered by tomorrow.")),
    ),
    NoticeKind(
        "customer_feedback_overdue",
        "chat-heart",
        "bad",
        plain(_("Feedback of %(customer)s is not answered in time.")),
    ),
    NoticeKind("customer_feedback_answered", "check2-circle", "ok", plain(_("Feedback of %(customer)s is answered."))),
    NoticeKind("customer_feedback_closed", "check2-circle", "ok", plain(_("Feedback of %(customer)s is closed."))),
    NoticeKind(
        "major_change",
        "exclamation-diamond",
        "warn",
        plain(_("%(person)s recorded a major change at %(customer)s: %(change)s")),
    ),
    NoticeKind(
        "major_change_corrected",
        "exclamation-diamond",
        "warn",
        plain(_("%(person)s corrected the major change at %(customer)s: %(change)s")),
    ),
    NoticeKind(
        "major_change_voided",
        "exclamation-diamond",
        "info",
        with_reason(plain(_("%(person)s voided the major change at %(customer)s: %(change)s"))),
    ),
    NoticeKind(
        "tidying_asked",
        "stars",
        "accent",
        plain(_("%(person)s asks you to complete customer files: %(n)s new tasks.")),
    ),
    NoticeKind(
        "request_folder_loan",
        "folder",
        "accent",
        plain(_("%(person)s asks for the archive folder %(subject)s")),
    ),
    NoticeKind(
        "request_folder_extension",
        "folder",
        "accent",
        plain(_("%(person)s asks to keep the archive folder %(subject)s longer")),
    ),
    NoticeKind(
        "folder_to_lend", "folder", "accent", plain(_("Have folder %(folder)s ready: %(person)s may borrow it."))
    ),
    NoticeKind(
        "folder_to_scan",
        "folder",
        "accent",
        plain(_("Add scanned pages to folder %(folder)s: %(person)s may look at them.")),
    ),
    NoticeKind(
        "folder_lent", "folder", "info", plain(_("You have borrowed folder %(folder)s. Bring it back by %(until)s."))
    ),
    NoticeKind("folder_free", "folder", "ok", plain(_("Folder %(folder)s is back: you can fetch it."))),
    NoticeKind("folder_due", "folder", "warn", plain(_("Folder %(folder)s is due back by %(until)s."))),
    NoticeKind(
        "folder_overdue", "folder", "bad", plain(_("Folder %(folder)s was due back by %(until)s: bring it back."))
    ),
    NoticeKind(
        "folder_overdue_of",
        "folder",
        "bad",
        plain(_("%(person)s has not brought folder %(folder)s back; it was due by %(until)s.")),
    ),
    NoticeKind("folder_lost", "folder", "bad", plain(_("%(person)s reported folder %(folder)s lost."))),
    NoticeKind(
        "folder_passed",
        "folder",
        "warn",
        plain(_("You take over folder %(folder)s from %(person)s: it is due back by %(until)s.")),
    ),
    NoticeKind("mention", "at", "accent", plain(_("%(person)s mentions you at %(subject)s: %(text)s"))),
)
