"""Help about undoing (rows Nb7, Ng7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.help_topic import Topic

TOPICS = (
    Topic(
        "undo",
        195,
        _("Undo"),
        (
            _(
                "The message after a claim, a transfer, a bulk change, a decision or a finished task has an Undo button. It works for ten minutes."
            ),
            _("The message is gone? “Recent actions” in the menu under your name lists what can still be undone."),
            _("As soon as somebody has built on it, it can't be undone any more; the list says who did what."),
            _(
                "An undone claim frees the slot, but it still counts for your claims of the day. An undone give-up continues with the same deadline."
            ),
        ),
        pages=("undo:recent",),
    ),
)
