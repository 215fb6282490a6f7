"""A sentence, an icon and a tone for every kind of notice (rows Nh3, D4)."""

from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from crm_project.catalogue import request_kinds
from crm_project.feedback.models.choices import State as FeedbackState


def _names(p):
    """“A, B and 3 more”."""
    names, n = list(p.get("names") or ()), p.get("n") or 0
    said = _(", ").join(str(name) for name in names)
    rest = n - len(names)
    return (
        ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {"names": said, "n": rest}
        if rest > 0
        else said
    )


def _counted(sentence):
    """A sentence about `n` customers, some of which are named."""
    return lambda p: sentence % _Gaps({**p, "n": p.get("n") or 0, "names": _names(p)})


def _plain(sentence):
    """A sentence with the notice's own parameters; what is missing stays empty."""
    return lambda p: str(sentence) % _Gaps(p)


def _because(sentence):
    """The same, followed by the reason where one was given."""

    def said(p):
        text = sentence(p) if callable(sentence) else str(sentence) % _Gaps(p)
        return _("%(text)s Reason: %(reason)s") % {"text": text, "reason": p["reason"]} if p.get("reason") else text

    return said


class _Gaps(dict):
    def __missing__(self, key):
        return ""


def _decided(sentence):
    def said(p):
        kind = request_kinds().get(p.get("request_kind"))
        text = str(sentence) % _Gaps({**p, "what": kind.label if kind else ""})
        return _("%(text)s “%(decision)s”") % {"text": text, "decision": p["decision"]} if p.get("decision") else text

    return said


def _policy_name(p):
    return p.get("policy_zh") if p.get("policy_zh") and (get_language() or "").startswith("zh") else p.get("policy")


def _policy_change(p):
    """What changes and from when; then how many of the reader's customers move, the first of them with both days."""
    values = _Gaps({**p, "policy": _policy_name(p)})
    if p.get("what") == "version":
        text = _("The rules of “%(policy)s” change from %(day)s.") % values
    elif values["policy"]:
        text = _("From %(day)s, %(department)s lives under the policy “%(policy)s”.") % values
    else:
        text = _("From %(day)s, no policy holds for %(department)s.") % values
    if not p.get("n"):
        return _("%(text)s None of your deadlines moves.") % {"text": text}
    told = _("; ").join(
        _("%(name)s: %(before)s → %(after)s") % {"name": name, "before": _day(before), "after": _day(after)}
        for name, before, after in p.get("moved") or ()
    )
    rest = p["n"] - len(p.get("moved") or ())
    if rest > 0:
        told = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {"names": told, "n": rest}
    moved = ngettext("%(n)d of your deadlines moves: %(told)s", "%(n)d of your deadlines move: %(told)s", p["n"])
    return _("%(text)s %(moved)s") % {"text": text, "moved": moved % {"n": p["n"], "told": told}}


def _day(text):
    return str(text)[:10] if text else _("no deadline")


def _policy_date_moved(p):
    return _(
        "“%(policy)s” changes from %(day)s, not from %(wished)s: the policy asks for that much notice after the approval."
    ) % _Gaps({**p, "policy": _policy_name(p)})


def _and_tasks(sentence):
    """A sentence about a customer that changed hands, and how many open tasks went with it."""

    def said(p):
        text = str(sentence) % _Gaps(p)
        n = p.get("tasks") or 0
        if not n:
            return text
        went = ngettext("%(n)d open task goes with it.", "%(n)d open tasks go with it.", n) % {"n": n}
        return _("%(text)s %(went)s") % {"text": text, "went": went}

    return said


def _handed_over(p):
    """How many customers, and what came with them."""
    n = p.get("n") or 0
    text = ngettext(
        "%(n)d customer of %(person)s is handed over to you.",
        "%(n)d customers of %(person)s are handed over to you.",
        n,
    ) % _Gaps({**p, "n": n})
    also = []
    if p.get("tasks"):
        also.append(ngettext("%(n)d open task", "%(n)d open tasks", p["tasks"]) % {"n": p["tasks"]})
    if p.get("deals"):
        also.append(ngettext("%(n)d open deal", "%(n)d open deals", p["deals"]) % {"n": p["deals"]})
    if also:
        text = _("%(text)s Also passed on to you: %(also)s.") % {"text": text, "also": _(", ").join(also)}
    if n:
        text = _("%(text)s Introduce yourself to each and tick it off.") % {"text": text}
    return text


def _reported(p):
    state = FeedbackState(p["state"]).label if p.get("state") in FeedbackState.values else ""
    text = _("Your report “%(text)s” is now: %(state)s.") % _Gaps({**p, "state": state})
    return _("%(text)s “%(decision)s”") % {"text": text, "decision": p["answer"]} if p.get("answer") else text


KINDS = {
    "policy_change": ("signpost-split", "warn", _policy_change),
    "policy_date_moved": ("calendar-event", "info", _policy_date_moved),
    "sweep_release": (
        "box-arrow-up",
        "bad",
        _counted(
            ngettext_lazy(
                "%(n)d customer was released to the pool: %(names)s",
                "%(n)d customers were released to the pool: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_rotate": (
        "arrow-repeat",
        "bad",
        _counted(
            ngettext_lazy(
                "%(n)d customer was passed to a colleague: %(names)s",
                "%(n)d customers were passed to colleagues: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_review": (
        "person-exclamation",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d of your customers lies before your manager: %(names)s",
                "%(n)d of your customers lie before your manager: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_remind": (
        "alarm",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d customer is about to be released: %(names)s",
                "%(n)d customers are about to be released: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_received": (
        "box-arrow-in-down",
        "ok",
        _counted(
            ngettext_lazy(
                "%(n)d customer is yours now by rotation: %(names)s",
                "%(n)d customers are yours now by rotation: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_published": (
        "megaphone",
        "info",
        _counted(
            ngettext_lazy(
                "Published: %(n)d customer went to the pool: %(names)s",
                "Published: %(n)d customers went to the pool: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_remind_manager": (
        "alarm",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d customer of your team is about to be released: %(names)s",
                "%(n)d customers of your team are about to be released: %(names)s",
                "n",
            )
        ),
    ),
    "sweep_failed": (
        "exclamation-octagon",
        "bad",
        _counted(
            ngettext_lazy(
                "The sweep could not judge %(n)d customer: have a look.",
                "The sweep could not judge %(n)d customers: have a look.",
                "n",
            )
        ),
    ),
    "reconcile_drift": (
        "exclamation-triangle",
        "warn",
        _counted(
            ngettext_lazy(
                "The nightly check found %(n)d wrong deadline and mended it.",
                "The nightly check found %(n)d wrong deadlines and mended them.",
                "n",
            )
        ),
    ),
    "backup_alarm": ("hdd", "bad", _plain(gettext_lazy("The backup failed: %(problem)s"))),
    "backup_over": ("hdd", "ok", _plain(gettext_lazy("The backup works again."))),
    "chain_broken": ("shield-x", "bad", _plain(gettext_lazy("The chain of the audit does not hold: %(problem)s"))),
    "request_extension": (
        "hourglass-split",
        "accent",
        _plain(gettext_lazy("%(person)s asks for an extension: %(subject)s")),
    ),
    "request_intent": (
        "arrow-up-right-circle",
        "accent",
        _plain(gettext_lazy("%(person)s applies to turn %(subject)s to intent")),
    ),
    "request_claim": (
        "hand-index",
        "accent",
        _plain(gettext_lazy("%(person)s asks for a customer of the pool: %(subject)s")),
    ),
    "request_duplicate": (
        "intersect",
        "accent",
        _plain(gettext_lazy("%(person)s applies for the ownership of %(subject)s")),
    ),
    "request_review": ("person-exclamation", "accent", _plain(gettext_lazy("To be reviewed by you: %(subject)s"))),
    "request_validity": (
        "question-circle",
        "accent",
        _plain(gettext_lazy("%(person)s asks whether %(subject)s is really worked on")),
    ),
    "request_conflict": ("people", "accent", _plain(gettext_lazy("%(person)s reports a conflict about %(subject)s"))),
    "request_cooperation": (
        "people",
        "accent",
        _plain(gettext_lazy("%(person)s asks for cooperation on %(subject)s")),
    ),
    "request_appeal": (
        "chat-square-quote",
        "accent",
        _plain(gettext_lazy("%(person)s appeals: a follow-up on %(subject)s was rejected")),
    ),
    "request_put_back": (
        "arrow-counterclockwise",
        "accent",
        _plain(gettext_lazy("%(person)s asks to have a customer put back: %(subject)s")),
    ),
    "request_policy": (
        "signpost-split",
        "accent",
        _plain(gettext_lazy("%(person)s submits a policy for approval: %(subject)s")),
    ),
    "request_key_customer": (
        "gem",
        "accent",
        _plain(gettext_lazy("Key customer or ordinary one, by its new grade: %(subject)s")),
    ),
    "rating_open": (
        "award",
        "info",
        _counted(
            ngettext_lazy(
                "Credit rating of %(quarter)s: %(n)d customer is yours to rate until %(until)s.",
                "Credit rating of %(quarter)s: %(n)d customers are yours to rate until %(until)s.",
                "n",
            )
        ),
    ),
    "rating_reminder": (
        "award",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d customer still to be rated for %(quarter)s; the sheets close on %(until)s.",
                "%(n)d customers still to be rated for %(quarter)s; the sheets close on %(until)s.",
                "n",
            )
        ),
    ),
    "rating_graded": (
        "award",
        "ok",
        _counted(
            ngettext_lazy(
                "%(quarter)s is graded: %(n)d customer of yours has its grade.",
                "%(quarter)s is graded: %(n)d customers of yours have their grades.",
                "n",
            )
        ),
    ),
    "request_discount": ("percent", "accent", _plain(gettext_lazy("%(person)s asks for a discount: %(subject)s"))),
    "request_deal_figure": (
        "pencil-square",
        "accent",
        _plain(gettext_lazy("%(person)s asks to correct a won deal: %(subject)s")),
    ),
    "request_sales_plan": ("bullseye", "accent", _plain(gettext_lazy("%(person)s submits a sales plan: %(subject)s"))),
    "deal_update": (
        "kanban",
        "warn",
        _plain(gettext_lazy("The update of “%(deal)s” (%(customer)s) was due on %(due)s.")),
    ),
    "deal_late": (
        "kanban",
        "bad",
        _plain(
            gettext_lazy("“%(deal)s” (%(customer)s) has had no update since it was due on %(due)s; owner: %(person)s.")
        ),
    ),
    "request_contract_figure": (
        "pencil-square",
        "accent",
        _plain(gettext_lazy("%(person)s asks to correct a contract: %(subject)s")),
    ),
    "request_expense": ("receipt", "accent", _plain(gettext_lazy("%(person)s claims an expense: %(subject)s"))),
    "request_collection": (
        "cash-coin",
        "bad",
        _plain(gettext_lazy("Overdue, before you until it is settled: %(subject)s")),
    ),
    "contract_submitted": (
        "file-earmark-check",
        "accent",
        _plain(gettext_lazy("%(person)s submits contract %(number)s with %(customer)s: to be confirmed by you")),
    ),
    "contract_sent_back": (
        "arrow-return-left",
        "warn",
        _because(gettext_lazy("%(person)s gave contract %(number)s back to be mended.")),
    ),
    "collection_chase": (
        "telephone-outbound",
        "bad",
        _because(gettext_lazy("%(person)s asks you to chase what is overdue on contract %(number)s.")),
    ),
    "after_sales": (
        "headset",
        "info",
        _plain(gettext_lazy("%(customer)s signed contract %(number)s: now yours to look after.")),
    ),
    "sums_drift": (
        "exclamation-triangle",
        "bad",
        _counted(
            ngettext_lazy(
                "The nightly check found %(n)d sum that does not agree: run check_sums.",
                "The nightly check found %(n)d sums that do not agree: run check_sums.",
                "n",
            )
        ),
    ),
    "request_passed": ("inbox", "accent", _plain(gettext_lazy("A request now waits for you: %(subject)s"))),
    "request_overdue": ("clock-history", "bad", _plain(gettext_lazy("A decision of yours is overdue: %(subject)s"))),
    "request_escalated": (
        "clock-history",
        "bad",
        _plain(gettext_lazy("%(person)s has not decided in time: %(subject)s")),
    ),
    "decided_approved": (
        "check-circle",
        "ok",
        _decided(gettext_lazy("Approved by %(person)s: %(what)s, %(subject)s.")),
    ),
    "decided_refused": ("x-circle", "bad", _decided(gettext_lazy("Refused by %(person)s: %(what)s, %(subject)s."))),
    "transferred_to": (
        "box-arrow-in-down",
        "ok",
        _because(_and_tasks(gettext_lazy("%(person)s gave you the customer %(customer)s."))),
    ),
    "transferred_away": (
        "box-arrow-up",
        "bad",
        _because(_and_tasks(gettext_lazy("Your customer %(customer)s went to %(person)s."))),
    ),
    "released_by_manager": (
        "box-arrow-up",
        "bad",
        _because(gettext_lazy("Your customer %(customer)s was released to the pool by a manager.")),
    ),
    "collaborator": (
        "people",
        "info",
        _plain(gettext_lazy("%(person)s is registered as a collaborator on %(customer)s.")),
    ),
    "merged": ("intersect", "info", _plain(gettext_lazy("%(customer)s was merged into %(into)s; owner: %(person)s."))),
    "unmerged": ("intersect", "info", _plain(gettext_lazy("The merging of %(customer)s into %(into)s was undone."))),
    "removed": ("trash", "warn", _because(gettext_lazy("%(customer)s was removed as invalid."))),
    "restore_waits": (
        "hourglass-split",
        "info",
        _counted(
            ngettext_lazy(
                "%(n)d customer comes back to %(owner)s as soon as a slot is free: %(names)s",
                "%(n)d customers come back to %(owner)s as soon as slots are free: %(names)s",
                "n",
            )
        ),
    ),
    "restore_dropped": (
        "x-circle",
        "warn",
        _plain(gettext_lazy("%(customer)s does not come back to you: %(person)s decided so.")),
    ),
    "restored": (
        "arrow-counterclockwise",
        "ok",
        _counted(
            ngettext_lazy(
                "%(n)d customer was put back to you: %(names)s", "%(n)d customers were put back to you: %(names)s", "n"
            )
        ),
    ),
    "handover_received": ("arrow-left-right", "ok", _handed_over),
    "introductions_late": (
        "person-check",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d customer has waited more than %(days)s days for your introduction.",
                "%(n)d customers have waited more than %(days)s days for your introduction.",
                "n",
            )
        ),
    ),
    "introductions_late_team": (
        "person-check",
        "warn",
        _counted(
            ngettext_lazy(
                "%(person)s has not been introduced to %(n)d customer that was handed over.",
                "%(person)s has not been introduced to %(n)d customers that were handed over.",
                "n",
            )
        ),
    ),
    "handover_waits": (
        "arrow-left-right",
        "bad",
        _counted(
            ngettext_lazy(
                "%(person)s has left and still holds %(n)d customer: hand it over.",
                "%(person)s has left and still holds %(n)d customers: hand them over.",
                "n",
            )
        ),
    ),
    "tasks_passed": (
        "list-check",
        "info",
        _counted(
            ngettext_lazy(
                "%(person)s has left: %(n)d open task passes to you.",
                "%(person)s has left: %(n)d open tasks pass to you.",
                "n",
            )
        ),
    ),
    "customers_kept": (
        "arrow-left-right",
        "info",
        _because(
            _counted(
                ngettext_lazy(
                    "%(person)s has a new position and keeps %(n)d customer.",
                    "%(person)s has a new position and keeps %(n)d customers.",
                    "n",
                )
            )
        ),
    ),
    "handover_suggested": (
        "arrow-left-right",
        "warn",
        _counted(
            ngettext_lazy(
                "%(person)s leaves or moves: %(n)d customer is to be handed over.",
                "%(person)s leaves or moves: %(n)d customers are to be handed over.",
                "n",
            )
        ),
    ),
    "followup_late": (
        "clock-history",
        "warn",
        _because(gettext_lazy("%(person)s entered a contact with %(customer)s late; it waits for your word.")),
    ),
    "followup_rejected": ("x-circle", "bad", _because(gettext_lazy("Your follow-up on %(customer)s does not count."))),
    "feedback_received": ("chat-square-text", "warn", _plain(gettext_lazy("%(person)s reports: %(text)s"))),
    "feedback_answered": ("chat-square-text", "info", _reported),
    "mention": ("at", "accent", _plain(gettext_lazy("%(person)s mentions you at %(subject)s: %(text)s"))),
    "lookups_unusual": (
        "binoculars",
        "warn",
        _plain(
            gettext_lazy(
                "%(person)s looked up %(n)s customers of others today; %(limit)s a day are allowed. Ask what for."
            )
        ),
    ),
    "contact_overdue": (
        "telephone",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d customer is overdue for contact by the rhythm of its class: %(names)s",
                "%(n)d customers are overdue for contact by the rhythm of their class: %(names)s",
                "n",
            )
        ),
    ),
    "second_person": (
        "people",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d important new customer should have more people in contact: %(names)s",
                "%(n)d important new customers should have more people in contact: %(names)s",
                "n",
            )
        ),
    ),
    "report_overdue": (
        "file-earmark-person",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d contact report is overdue: %(names)s", "%(n)d contact reports are overdue: %(names)s", "n"
            )
        ),
    ),
    "team_reports_overdue": (
        "file-earmark-person",
        "warn",
        _counted(
            ngettext_lazy(
                "%(n)d contact report of your team is overdue: %(names)s",
                "%(n)d contact reports of your team are overdue: %(names)s",
                "n",
            )
        ),
    ),
    "security_check": (
        "shield-lock",
        "warn",
        _counted(
            ngettext_lazy(
                "The security check is overdue: it is due every %(n)d day.",
                "The security check is overdue: it is due every %(n)d days.",
                "n",
            )
        ),
    ),
    "second_place": (
        "shield-exclamation",
        "warn",
        _plain(
            gettext_lazy(
                "Somebody signed in as you at a second place: %(address)s. If it was not you, end that session."
            )
        ),
    ),
    "task_given": ("list-check", "info", _plain(gettext_lazy("%(person)s gave you a task: %(title)s (due %(due)s)"))),
    "task_due": ("alarm", "warn", _plain(gettext_lazy("Due: %(title)s"))),
}
