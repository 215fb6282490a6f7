"""News of policies that change (rows M15, Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib.language import in_language
from crm_project.notices.presenters.kinds import NoticeKind, Params


def _policy_name(params):
    return in_language(params.get("policy"), params.get("policy_zh"))


def _policy_change(params):
    """What changes and from when; then how many of the reader's customers move, the first of them with both days."""
    values = Params({**params, "policy": _policy_name(params)})
    if params.get("what") == "version":
        text = _("The rules of “%(policy)s” change from %(day)s.") % values
    elif values["policy"]:
        text = _("From %(day)s, the policy “%(policy)s” applies to %(department)s.") % values
    else:
        text = _("From %(day)s, no policy applies to %(department)s.") % values
    if not params.get("n"):
        return _("%(text)s None of your deadlines changes.") % {"text": text}
    listed = _("; ").join(
        _("%(name)s: %(before)s → %(after)s") % {"name": name, "before": _day(before), "after": _day(after)}
        for name, before, after in params.get("moved") or ()
    )
    rest = params["n"] - len(params.get("moved") or ())
    if rest > 0:
        listed = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {"names": listed, "n": rest}
    moved = ngettext("%(n)d of your deadlines moves: %(told)s", "%(n)d of your deadlines move: %(told)s", params["n"])
    return _("%(text)s %(moved)s") % {"text": text, "moved": moved % {"n": params["n"], "told": listed}}


def _day(text):
    return str(text)[:10] if text else _("no deadline")


def _policy_date_moved(params):
    return _(
        "“%(policy)s” changes from %(day)s, not from %(wished)s: the policy requires this notice period after the approval."
    ) % Params({**params, "policy": _policy_name(params)})


NOTICES = (
    NoticeKind("policy_change", "signpost-split", "warn", _policy_change),
    NoticeKind("policy_date_moved", "calendar-event", "info", _policy_date_moved),
)
