"""What is done with a service order can be undone for some minutes (rows Ni21, Na8)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.domain.access import may_any
from crm_project.undo.rules.kinds import UndoKind, Undone

from .domain.orders import undoing

# {step: (what was done, icon)}.
_STEPS = {
    "accept": (gettext_lazy("Accepted: %(order)s"), "check-lg"),
    "start": (gettext_lazy("Began the work: %(order)s"), "play-fill"),
    "wait": (gettext_lazy("Stopped, as it waits: %(order)s"), "pause-circle"),
    "resume": (gettext_lazy("Went on with the work: %(order)s"), "play-fill"),
    "finish": (gettext_lazy("Finished the work: %(order)s"), "check2-circle"),
    "confirm": (gettext_lazy("Confirmed by the customer: %(order)s"), "hand-thumbs-up"),
    "close": (gettext_lazy("Closed: %(order)s"), "archive"),
    "cancel": (gettext_lazy("Cancelled: %(order)s"), "x-circle"),
    "assign": (gettext_lazy("Assigned: %(order)s"), "person-check"),
}


def key_of(step):
    """The key under which a step is remembered."""
    return f"order_{step}"


def _kind(step, text, icon):
    def given(action):
        return {"order_id": action.arguments["order_id"], "step": step, "before": action.arguments["before"]}

    def reverse_step(action, *, by, at):
        order = undoing.undo_step(**given(action), moment=action.at, by=by, at=at)
        said = {"number": order.number, "status": order.get_status_display(), "person": order.assigned}
        if action.arguments.get("typed") and step != "assign":
            return Undone(text=_("%(number)s is “%(status)s” again; what you had typed is in the form.") % said)
        if step != "assign":
            return Undone(text=_("%(number)s is “%(status)s” again.") % said)
        if order.assigned is None:
            return Undone(text=_("%(number)s is assigned to nobody again.") % said)
        return Undone(text=_("%(number)s is assigned to %(person)s again.") % said)

    return UndoKind(
        key=key_of(step),
        text=lambda action: str(text) % {"order": action.subject},
        icon=icon,
        may=may_any("service.manage") if step == "assign" else may_any("after_sales.work", "service.manage"),
        lock=lambda action: undoing.lock(action.arguments["order_id"]),
        built_on=lambda action: undoing.built_on(**given(action), moment=action.at),
        reverse=reverse_step,
        then=lambda action: (
            action.arguments.get("came") or reverse("service:order", args=[action.arguments["order_id"]])
        ),
    )


UNDO = tuple(_kind(step, text, icon) for step, (text, icon) in _STEPS.items())
