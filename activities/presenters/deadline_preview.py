"""What a judged follow-up says to its author: counts or not and why, and what the clock will do (rows Nd7, Nf11, Nf13)."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.facts import judged_followups
from assignment.presenters.countdown import coming, left
from assignment.presenters.rule_text import condition, reasons
from assignment.rules import standard as s
from assignment.rules.policy import NEVER, readings
from crm_project.lib.time import minute


def meter(standard, text):
    """{value, maximum, label, full} of what is typed against what the standard asks, or None where any text counts."""
    if standard is None or not standard.strict:
        return None
    chinese, words = s.length(text)
    if not chinese and not words:
        label = _("0 of %(chinese)d characters, or %(words)d words") % {
            "chinese": standard.min_chinese,
            "words": standard.min_words,
        }
        return {"value": 0, "maximum": standard.min_chinese, "label": label, "full": False}
    value, least = (chinese, standard.min_chinese) if chinese else (words, standard.min_words)
    if value >= least:
        label = (
            ngettext("%(n)d character (at least %(least)d)", "%(n)d characters (at least %(least)d)", value)
            if chinese
            else ngettext("%(n)d word (at least %(least)d)", "%(n)d words (at least %(least)d)", value)
        )
    elif chinese:
        label = ngettext("%(n)d of %(least)d character", "%(n)d of %(least)d characters", least)
    else:
        label = ngettext("%(n)d of %(least)d word", "%(n)d of %(least)d words", least)
    return {
        "value": min(value, least),
        "maximum": least,
        "label": label % {"n": value, "least": least},
        "full": value >= least,
    }


def hints(seen, text):
    """Each reason as a sentence that says how to mend it."""
    standard = seen.policy.standard if seen.policy else None
    length = meter(standard, text)
    says = {
        s.TOO_SHORT: _("Too short: enter what was discussed (%(length)s).")
        % {"length": length["label"] if length else ""},
        s.NO_COUNTERPART: _("Enter the person you spoke with."),
        s.NO_CONTENT: _("Enter what was discussed."),
        s.FILLER: _("Only filler or repetition so far: write what was discussed."),
        s.REPEATED: _("The same text as an earlier valid entry: write what is new."),
        s.UNANSWERED: _("Nobody was reached: an attempt alone is not valid."),
        s.LATE: _(
            "Entered later than the department allows: give the reason below; it becomes valid when your manager confirms it."
        ),
        s.UNCONFIRMED: _("Your manager checks follow-ups here: it becomes valid when confirmed."),
        s.REJECTED: _("Your manager rejected it: it becomes valid when confirmed."),
        s.BEFORE_OWNERSHIP: _("It is from before the current ownership."),
        s.OTHER_KIND: _("Your policy does not treat this type of entry as contact: choose another type if it was one."),
        s.NOT_OWNER: _("Only follow-ups of the owner and registered collaborators are valid."),
    }
    return [says[reason] for reason in seen.reasons]


def clock(seen, at):
    """What happens to the deadline when it is saved, in one or two sentences."""
    if seen.policy is None:
        return _("This department has no policy: nothing expires.")
    texts = [_moved(seen.before["release_at"], seen.after["release_at"], seen, at)]
    texts.append(_coming(seen.after.get("coming_from"), seen.after.get("coming_at"), at))
    if seen.confirmed and seen.confirmed["release_at"] != seen.after["release_at"]:
        texts.append(_("After confirmation: %(when)s.") % {"when": minute(seen.confirmed["release_at"])})
    count = next((r for r in readings(seen.policy, seen.facts) if r.rule.counts), None)
    if seen.invalid and count:
        values = {"n": count.progress, "of": count.rule.followups}
        if count.progress >= count.rule.followups:
            texts.append(
                _("This is invalid follow-up %(n)d of %(of)d: the customer is sent to your manager for review.")
                % values
            )
        elif count.progress:
            texts.append(_("This is invalid follow-up %(n)d of %(of)d.") % values)
    return " ".join(filter(None, texts))


def _coming(first_day, due, at):
    """“From 30 November by the new rule: 5 December.”, "" where no approved change moves it."""
    text = coming(first_day, due, at)
    return _("%(said)s.") % {"said": capfirst(text)} if text else ""


def _moved(before, after, seen, at):
    values = {"before": minute(before), "after": minute(after), "left": left(after, at)}
    if after >= NEVER:
        return _("There is no deadline here.")
    if before == after and seen.counts:
        first = min(readings(seen.policy, seen.facts), key=lambda r: r.order)
        if first.anchor != "contacted":
            return _("The deadline stays %(after)s, set by another rule: %(rule)s.") % {
                **values,
                "rule": condition(first.rule),
            }
    if before == after:
        return _("The deadline stays %(after)s (%(left)s).") % values
    if before >= NEVER:
        return _("The deadline will be %(after)s (%(left)s).") % values
    if after > before:
        return _("The deadline moves from %(before)s to %(after)s (%(left)s).") % values
    return _("The deadline becomes earlier: from %(before)s to %(after)s (%(left)s).") % values


def unrelated(customer):
    """The hint under a text that names nothing of its customer; it never decides anything (Nd7)."""
    return _(
        "The text does not mention %(customer)s, a contact person, a product or a next step: explain how it relates to the customer."
    ) % {"customer": customer.name}


def validity_preview(seen, text, at, *, hint=""):
    """The Outlook for parts/judge.html: {state, title, reasons, then, meter}; `hint` is said beside the reasons."""
    standard = seen.policy.standard if seen.policy else None
    if not (text or "").strip():
        state, title, why = "", _("Write what was discussed: you see here whether it is valid."), []
    elif seen.counts:
        state, title, why = "ok", _("Valid"), []
    elif seen.waits:
        state, title, why = "warn", _("Valid when confirmed"), hints(seen, text)
    else:
        state, title, why = "bad", _("Not valid yet"), hints(seen, text)
    why = [*why, hint] if hint else why
    return {"state": state, "title": title, "reasons": why, "then": clock(seen, at), "meter": meter(standard, text)}


def beginning(ownership, at):
    """What stands there before anything is typed; no queries."""
    due = ownership.release_at
    then = (
        _("There is no deadline here.")
        if due >= NEVER
        else _("Deadline: %(when)s (%(left)s).") % {"when": minute(due), "left": left(due, at)}
    )
    then = " ".join(filter(None, [then, _coming(ownership.coming_from, ownership.coming_at, at)]))
    return {
        "state": "",
        "title": _("Write what was discussed: you see here whether it is valid."),
        "reasons": [],
        "then": then,
        "meter": None,
    }


def saved(row, at, *, book=None):
    """(level, sentence) of an entry that was just saved: judged anew, with the deadline as it is now."""
    held, reasons_of = judged_followups(row.customer_id, at, book=book)
    release_at = held["release_at"] if held else None
    why = reasons_of.get(row.pk)
    if why is None:
        return "success", _("Saved.")
    deadline = (
        ""
        if release_at is None or release_at >= NEVER
        else _(" Deadline: %(when)s (%(left)s).") % {"when": minute(release_at), "left": left(release_at, at)}
    )
    soon = _coming(held["coming_from"], held["coming_at"], at) if held else ""
    deadline += f" {soon}" if soon else ""
    if not why:
        return "success", _("Recorded: valid.") + deadline
    if not set(why) - {s.LATE, s.UNCONFIRMED}:
        return "info", _("Recorded: valid when your manager confirms it.") + deadline
    return "warning", _("Recorded, but invalid: %(why)s.") % {"why": reasons(why)} + deadline
