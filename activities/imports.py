"""Imports of follow-ups: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing import plausibility
from customers.importing.columns import CUSTOMER, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, line_of, moment_or_day, number_of, text_of

from .importers.followups import FollowUpsImport
from .importers.undoing import FollowUpsUndoing

# The kinds of follow-up that the interface names.
FOLLOWUP_KINDS = ("call_out", "call_in", "visit_out", "visit_in", "email", "letter", "fax", "meeting", "note")

FOLLOWUPS = ImportKind(
    "followups",
    30,
    _("Follow-ups"),
    FollowUpsImport,
    columns=(
        CUSTOMER,
        Column(
            "author",
            number_of(User, "username"),
            _("The author's user name or full name."),
            required=True,
            label=pgettext_lazy("column of a file", "Author (user name)"),
            synonyms="作者|跟进人|记录人|业务员|销售|填写人|跟进人账号|负责人|Author|Rep|Sales rep|Written by",
        ),
        Column(
            "kind",
            choice(FollowUpKind, FOLLOWUP_KINDS),
            required=True,
            about=_("call_out, call_in, visit_out, visit_in, email, letter, fax, meeting or note."),
            label=pgettext_lazy("column of a file", "Type of contact"),
            synonyms="跟进方式|联系方式|方式|跟进类型|类型|沟通方式|Type|Contact type|Channel|Activity type",
        ),
        Column(
            "occurred_at",
            moment_or_day,
            WHEN,
            bounds=dates.TERM,
            required=True,
            label=pgettext_lazy("column of a file", "Contacted on"),
            synonyms="跟进时间|联系时间|时间|日期|跟进日期|联系日期|沟通时间|拜访时间|Time|Date|Contact date|Occurred at|When",
            doubt=plausibility.of_day,
        ),
        Column(
            "contact",
            line_of(FollowUp, "counterpart"),
            _("The person spoken with."),
            label=pgettext_lazy("column of a file", "Spoken with"),
            synonyms="联系人|对接人|沟通对象|被访人|Contact|Contact person|Counterpart",
        ),
        Column(
            "content",
            text_of(FollowUp, "content"),
            _("Notes."),
            required=True,
            may_be_empty=True,
            label=pgettext_lazy("column of a file", "Notes"),
            synonyms="跟进内容|内容|沟通内容|联系内容|跟进记录|记录|拜访内容|Content|Note|Details",
        ),
        Column(
            "purpose",
            line_of(FollowUp, "purpose"),
            label=pgettext_lazy("column of a file", "Purpose"),
            synonyms="目的|跟进目的|拜访目的|沟通目的",
        ),
        Column(
            "result",
            text_of(FollowUp, "result"),
            label=pgettext_lazy("column of a file", "Result"),
            synonyms="结果|跟进结果|沟通结果|Outcome",
        ),
        Column(
            "next_step",
            line_of(FollowUp, "next_step"),
            label=pgettext_lazy("column of a file", "Next step"),
            synonyms="下一步|下一步计划|后续计划|下步计划|Next action",
        ),
        Column(
            "next_contact_at",
            moment_or_day,
            WHEN,
            bounds=dates.NEXT,
            label=pgettext_lazy("column of a file", "Next contact"),
            synonyms="下次联系时间|下次跟进时间|下次联系|下次跟进日期|下次联系日期|Next contact date|Next follow-up",
        ),
    ),
    undoing=FollowUpsUndoing,
)

IMPORTS = (FOLLOWUPS,)
