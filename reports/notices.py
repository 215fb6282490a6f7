"""Notices about reports and targets (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, Params, counted, plain, with_reason

from .models.mailing import Ended
from .presenters.contradictions.sentences import with_kind
from .presenters.trips.titles import with_trip
from .presenters.work_reports.titles import with_report


def _ended(sentence):
    """The sentence with `why` in words."""
    return lambda params: str(sentence) % Params({**params, "why": dict(Ended.choices).get(params.get("why"), "")})


NOTICES = (
    NoticeKind(
        "mailing_added", "envelope-arrow-up", "info", plain(_("%(person)s set up a mailing that goes to you: %(name)s"))
    ),
    NoticeKind(
        "mailing_failed",
        "envelope-exclamation",
        "bad",
        plain(_("The mailing “%(name)s” did not go out to %(person)s: see why on its page.")),
    ),
    NoticeKind(
        "mailing_stopped",
        "envelope-slash",
        "warn",
        plain(_("The mailing “%(name)s” stopped: see why on its page.")),
    ),
    NoticeKind(
        "mailing_reader_ended",
        "envelope-slash",
        "warn",
        _ended(_("The mailing “%(name)s” no longer goes to %(person)s: %(why)s.")),
    ),
    NoticeKind(
        "figures_drift",
        "exclamation-triangle",
        "warn",
        counted(
            ngettext_lazy(
                "The nightly check found and corrected wrong figures of %(n)d day.",
                "The nightly check found and corrected wrong figures of %(n)d days.",
                "n",
            )
        ),
    ),
    NoticeKind("work_report_due", "journal-text", "info", with_report(_("%(report)s is due %(due)s"))),
    NoticeKind("work_report_late", "journal-text", "warn", with_report(_("%(report)s is late: it was due %(due)s"))),
    NoticeKind("work_report_submitted", "journal-check", "info", with_report(_("%(person)s handed in: %(report)s"))),
    NoticeKind(
        "work_report_returned",
        "journal-x",
        "warn",
        with_reason(with_report(_("%(person)s sent your report back: %(report)s."))),
    ),
    NoticeKind("work_report_comment", "chat-left-text", "info", plain(_("%(person)s commented on a report: %(text)s"))),
    NoticeKind(
        "work_reports_missing",
        "journal-x",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d report of your team is late: %(names)s", "%(n)d reports of your team are late: %(names)s", "n"
            )
        ),
    ),
    NoticeKind(
        "request_target_change", "bullseye", "accent", plain(_("%(person)s asks to change a target: %(subject)s"))
    ),
    NoticeKind("request_trip", "geo-alt", "accent", plain(_("%(person)s asks for approval of a trip: %(subject)s"))),
    NoticeKind("trip_report_due", "geo-alt", "info", with_trip(_("The report of your trip %(trip)s is due %(due)s"))),
    NoticeKind(
        "trip_report_late",
        "geo-alt",
        "warn",
        with_trip(_("The report of your trip %(trip)s is late: it was due %(due)s")),
    ),
    NoticeKind(
        "trip_report_missing",
        "geo-alt",
        "warn",
        with_trip(_("%(person)s has not reported the trip %(trip)s: it was due %(due)s")),
    ),
    NoticeKind("trip_reported", "geo-alt", "info", with_trip(_("%(person)s reported the trip %(trip)s"))),
    NoticeKind(
        "trip_cancelled",
        "geo-alt",
        "warn",
        with_reason(with_trip(_("%(person)s cancelled the trip %(trip)s."))),
    ),
    NoticeKind(
        "outing_open",
        "signpost-split",
        "warn",
        plain(_("Your field visit of %(day)s has no end: enter when you were back")),
    ),
    NoticeKind(
        "contradiction_found",
        "exclamation-diamond",
        "warn",
        with_kind(_("Your records of %(day)s contradict each other (%(rule)s): put it right or explain by %(until)s")),
    ),
    NoticeKind(
        "contradiction_due",
        "exclamation-diamond",
        "warn",
        with_kind(_("Reminder: put right or explain by %(until)s what contradicts of %(day)s (%(rule)s)")),
    ),
    NoticeKind(
        "contradictions_review",
        "exclamation-diamond",
        "accent",
        counted(
            ngettext_lazy(
                "Review of the month: %(n)d contradiction of your people waits for your decision",
                "Review of the month: %(n)d contradictions of your people wait for your decision",
                "n",
            )
        ),
    ),
    NoticeKind(
        "contradiction_accepted",
        "exclamation-diamond",
        "info",
        with_reason(with_kind(_("%(person)s accepted your explanation of %(day)s (%(rule)s)."))),
    ),
    NoticeKind(
        "contradiction_not_accepted",
        "exclamation-diamond",
        "warn",
        with_reason(with_kind(_("%(person)s did not accept your explanation of %(day)s (%(rule)s)."))),
    ),
    NoticeKind(
        "contradiction_appeal",
        "exclamation-diamond",
        "accent",
        with_kind(_("%(person)s appeals to you about %(day)s (%(rule)s): decide finally")),
    ),
    NoticeKind(
        "spot_check_drawn",
        "clipboard-data",
        "info",
        counted(
            ngettext_lazy(
                "Your spot check is drawn: %(n)d row to verify", "Your spot check is drawn: %(n)d rows to verify", "n"
            )
        ),
    ),
    NoticeKind(
        "spot_check_statement",
        "clipboard-data",
        "warn",
        plain(_("A spot check doubts your record of %(day)s: give your statement by %(until)s")),
    ),
    NoticeKind(
        "spot_check_decide",
        "clipboard-data",
        "accent",
        plain(_("Decide about a record of %(person)s of %(day)s that a spot check doubts")),
    ),
    NoticeKind(
        "spot_check_upheld",
        "clipboard-x",
        "warn",
        with_reason(plain(_("%(person)s decided that your record of %(day)s is untrue or incomplete."))),
    ),
    NoticeKind(
        "spot_check_dismissed",
        "clipboard-check",
        "info",
        with_reason(plain(_("%(person)s decided that your record of %(day)s holds."))),
    ),
    NoticeKind(
        "appraisal_scheme",
        "speedometer2",
        "info",
        plain(_("%(person)s set what your score is made of from %(month)s on")),
    ),
    NoticeKind(
        "score_closed", "speedometer2", "info", plain(_("Your score of %(month)s is closed: %(points)s points"))
    ),
    NoticeKind(
        "score_corrected",
        "speedometer2",
        "warn",
        with_reason(plain(_("Your score of %(month)s is %(after)s points now, before %(before)s."))),
    ),
    NoticeKind(
        "request_score_appeal",
        "speedometer2",
        "accent",
        plain(_("%(person)s appeals against a score: %(subject)s")),
    ),
    NoticeKind("target_changed", "bullseye", "info", plain(_("%(person)s changed a target of yours for %(period)s."))),
)
