"""What the answers to a questionnaire come to, counted by the database (row T22)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncQuarter

from crm_project.accounts.models import User
from crm_project.lib.time import zone
from service.models import Questionnaire, QuestionnaireAnswer, QuestionnaireInvitation
from service.rules.questionnaires.body import GRADES, RECOMMEND, Question, read
from service.rules.questionnaires.figures import DETRACTORS, LEAST, PROMOTERS, large_enough, recommend_score

from . import access

QUARTERS = 8


@dataclass(frozen=True)
class Rate:
    """How many were asked and how many answered; those who still may, and those who did not in time."""

    sent: int = 0
    answered: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Group:
    """A part of the answers: how many, and the recommend score of them (None where nobody was asked for it)."""

    key: Any
    answers: int
    score: int | None


@dataclass
class Results:
    """Everything that the page shows of the answers that one sees; `counts`: {question: {choice: answers}}."""

    rate: Rate
    questions: list[Question]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, tuple[int, Decimal, Decimal, float]] = field(default_factory=dict)
    days: dict[str, tuple[int, date, date]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    score: int | None = None
    quarters: list[Group] = field(default_factory=list)
    levels: list[Group] = field(default_factory=list)
    products: list[Group] = field(default_factory=list)


def narrowed(
    rows: QuerySet[QuestionnaireInvitation],
    questionnaire: Questionnaire,
    *,
    level: str = "",
    product: int | None = None,
) -> QuerySet[QuestionnaireInvitation]:
    """Invitations of one questionnaire, where asked of one class and one product."""
    rows = rows.filter(version__questionnaire=questionnaire)
    if level:
        rows = rows.filter(Q(level=level) | Q(answered_at=None, customer__level=level))
    return rows.filter(product=product) if product else rows


def questions_of(questionnaire: Questionnaire) -> list[Question]:
    """The questions of all published versions, those of the newest first; each as it was asked last, with the answers that could
    be chosen before after those of now. One query."""
    found: dict[str, Question] = {}
    for version in questionnaire.versions.filter(published_at__isnull=False).order_by("-number"):
        for question in read(version.body).questions():
            known = found.setdefault(question.key, question)
            offered = {option.key for option in known.options}
            gone = tuple(option for option in question.options if option.key not in offered)
            if gone:
                found[question.key] = replace(known, options=(*known.options, *gone))
    return list(found.values())


def rates(user: User, questionnaires: Collection[int]) -> dict[int, Rate]:
    """{questionnaire: how many were asked and answered}, as far as the user's results reach; one query for any number."""
    rows = access.counted(user).filter(version__questionnaire__in=questionnaires).order_by()
    answered = Count("pk", filter=Q(answered_at__isnull=False))
    found = rows.values_list("version__questionnaire").annotate(sent=Count("pk"), answered=answered)
    return {key: Rate(sent, done) for key, sent, done in found}


def may_break_down(user: User, questionnaire: Questionnaire, *, level: str = "", product: int | None = None) -> bool:
    """Whether the answers of this class or product may be shown by themselves: enough of them, and nothing of a smaller group
    follows by taking them away from the rest. One query."""
    column, wanted = ("level", level) if level else ("product", product)
    rows = access.counted(user).filter(version__questionnaire=questionnaire, answered_at__isnull=False)
    counts = dict(rows.exclude(**{column: None}).order_by().values_list(column).annotate(n=Count("pk")))
    return wanted in large_enough(counts)


def results(
    user: User, questionnaire: Questionnaire, at: datetime, *, level: str = "", product: int | None = None
) -> Results:
    """The figures of the answers that the user's results reach; nine queries for any number of them."""
    rows = narrowed(access.counted(user), questionnaire, level=level, product=product)
    total = rows.aggregate(
        sent=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        waiting=Count("pk", filter=Q(answered_at=None, withdrawn_at=None, expires_at__gt=at)),
    )
    out = Results(Rate(**total), questions_of(questionnaire))
    among = QuestionnaireAnswer.objects.filter(
        invitation__in=rows.filter(answered_at__isnull=False).order_by().values("pk")
    )
    _count(out, among)
    recommend = [question.key for question in out.questions if question.kind == RECOMMEND][:1]
    scored = QuestionnaireInvitation.objects.filter(
        pk__in=rows.filter(answered_at__isnull=False).order_by().values("pk")
    )
    out.score = next((group.score for group in _groups(scored, recommend, one=True)), None)
    quarter = TruncQuarter("answered_at", tzinfo=zone())
    out.quarters = _groups(scored.annotate(key=quarter), recommend)[-QUARTERS:]
    out.levels = _groups(scored.annotate(key=F("level")), recommend)
    named = scored.filter(product__isnull=False).annotate(key=F("product"))
    out.products = sorted(_groups(named, recommend), key=lambda group: -group.answers)
    return out


def _count(out: Results, among: QuerySet[QuestionnaireAnswer]) -> None:
    graded = {question.key for question in out.questions if question.values()}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = among.filter(question__in=graded).order_by().values_list("question", "choice")
    for key, choice, n in rows.annotate(n=Count("pk")):
        counts[key][choice] = n
    out.counts = dict(counts)
    rest = among.order_by().values("question")
    spread = rest.annotate(
        people=Count("invitation", distinct=True),
        least=Min("number"),
        most=Max("number"),
        mean=Avg("number"),
        first=Min("day"),
        last=Max("day"),
        texts=Count("pk", filter=~Q(text="")),
    )
    for row in spread:
        key = row["question"]
        out.answered[key] = row["people"]
        if row["least"] is not None and key not in graded:
            out.numbers[key] = (row["people"], row["least"], row["most"], float(row["mean"]))
        if row["first"] is not None:
            out.days[key] = (row["people"], row["first"], row["last"])
        if row["texts"]:
            out.texts[key] = row["texts"]


def _groups(rows: QuerySet[Any], recommend: list[str], *, one: bool = False) -> list[Group]:
    """Answers by the annotated `key` (or all in one), with the score of the recommend question."""
    asked = Q(answers__question__in=recommend)
    figures = {
        "n": Count("pk", distinct=True),
        "asked": Count("answers", filter=asked),
        "promoters": Count("answers", filter=asked & Q(answers__number__gte=min(PROMOTERS))),
        "detractors": Count("answers", filter=asked & Q(answers__number__lte=max(DETRACTORS))),
    }
    found = (
        [{"key": None, **rows.aggregate(**figures)}] if one else rows.order_by("key").values("key").annotate(**figures)
    )
    return [Group(row["key"], row["n"], _score(row)) for row in found]


def _score(row: dict[str, Any]) -> int | None:
    """The recommend score; of fewer answers than are shown it would tell who said what."""
    if row["asked"] < LEAST:
        return None
    return recommend_score(row["promoters"], row["detractors"], row["asked"])


def grades_of(question: Question, counts: dict[str, int]) -> dict[int, int]:
    """{grade: how many gave it} of a question with grades, every grade named."""
    return {grade: counts.get(str(grade), 0) for grade in GRADES[question.kind]}


def texts_of(
    user: User, questionnaire: Questionnaire, question: str, *, level: str = "", product: int | None = None
) -> QuerySet[QuestionnaireAnswer]:
    """What was written, the newest first, as far as the user reads single answers."""
    rows = narrowed(access.readable(user), questionnaire, level=level, product=product).filter(
        answered_at__isnull=False
    )
    texts = QuestionnaireAnswer.objects.filter(invitation__in=rows.order_by().values("pk"), question=question)
    return texts.exclude(text="").select_related("invitation__customer", "invitation__contact").order_by("-pk")


def answered_rows(
    user: User,
    questionnaire: Questionnaire,
    *,
    question: str = "",
    choice: str = "",
    level: str = "",
    product: int | None = None,
) -> QuerySet[QuestionnaireInvitation]:
    """The answered invitations behind a figure, as far as the user reads single answers."""
    rows = narrowed(access.readable(user), questionnaire, level=level, product=product).filter(
        answered_at__isnull=False
    )
    if question:
        given = QuestionnaireAnswer.objects.filter(question=question)
        rows = rows.filter(pk__in=(given.filter(choice=choice) if choice else given).values("invitation"))
    return rows.select_related("customer", "contact", "version")
