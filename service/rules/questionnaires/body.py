"""A questionnaire as data: sections, questions, their texts in both languages, and when a question is shown (row T22)."""

from collections.abc import Iterator
from dataclasses import dataclass

from crm_project.lib.json_values import Json, JsonObject

SINGLE, SEVERAL, SCALE, RECOMMEND = "single", "several", "scale", "recommend"
NUMBER, DATE, TEXT = "number", "date", "text"
KINDS = (SINGLE, SEVERAL, SCALE, RECOMMEND, NUMBER, DATE, TEXT)
# Answered by an option that the questionnaire lists.
LISTED = (SINGLE, SEVERAL)
# Answered by a whole number of a row.
GRADES = {SCALE: tuple(range(1, 6)), RECOMMEND: tuple(range(11))}
# What another question may depend on.
CHOSEN = (*LISTED, *GRADES)
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS = 20, 60, 30


@dataclass(frozen=True)
class Text:
    """A text in English and in Chinese."""

    en: str = ""
    zh: str = ""

    @property
    def complete(self) -> bool:
        """Whether it is written in both languages."""
        return bool(self.en and self.zh)

    @property
    def empty(self) -> bool:
        """Whether it is written in neither."""
        return not (self.en or self.zh)


@dataclass(frozen=True)
class Option:
    """One answer to choose; its key stays when its words are corrected."""

    key: str
    text: Text


@dataclass(frozen=True)
class Question:
    """`shown_if`: (earlier question, answer), any of which shows it; empty: always. `options` where the kind is LISTED."""

    key: str
    kind: str
    text: Text
    required: bool = False
    options: tuple[Option, ...] = ()
    shown_if: tuple[tuple[str, str], ...] = ()

    def values(self) -> tuple[str, ...]:
        """What may be chosen, in its order; empty where the answer is written."""
        if self.kind in LISTED:
            return tuple(option.key for option in self.options)
        return tuple(str(grade) for grade in GRADES.get(self.kind, ()))


@dataclass(frozen=True)
class Section:
    """Questions that stand on one page."""

    key: str
    title: Text
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Body:
    """One version; `last` is the highest number that a key was made of: keys are never used again, old answers go by them."""

    title: Text
    intro: Text = Text()
    sections: tuple[Section, ...] = ()
    last: int = 0

    def questions(self) -> Iterator[Question]:
        """All of them in their order."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        """The question of this key."""
        return next((question for question in self.questions() if question.key == key), None)

    def section(self, key: str) -> Section | None:
        """The section of this key."""
        return next((section for section in self.sections if section.key == key), None)


def read(stored: JsonObject) -> Body:
    """A body as the database keeps it."""
    return Body(
        title=_text(stored.get("title")),
        intro=_text(stored.get("intro")),
        sections=tuple(
            Section(row["key"], _text(row.get("title")), tuple(_question(each) for each in row.get("questions", ())))
            for row in stored.get("sections", ())
        ),
        last=stored.get("last", 0),
    )


def _question(row: JsonObject) -> Question:
    return Question(
        key=row["key"],
        kind=row["kind"],
        text=_text(row.get("text")),
        required=bool(row.get("required")),
        options=tuple(Option(option["key"], _text(option)) for option in row.get("options", ())),
        shown_if=tuple((question, value) for question, value in row.get("shown_if", ())),
    )


def _text(stored: Json) -> Text:
    return Text(stored.get("en", ""), stored.get("zh", "")) if stored else Text()


def stored(body: Body) -> JsonObject:
    """The same as JSON."""
    return {
        "title": _pair(body.title),
        "intro": _pair(body.intro),
        "last": body.last,
        "sections": [
            {
                "key": section.key,
                "title": _pair(section.title),
                "questions": [_stored_question(question) for question in section.questions],
            }
            for section in body.sections
        ],
    }


def _stored_question(question: Question) -> JsonObject:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": _pair(question.text),
        "required": question.required,
        "options": [{"key": option.key, **_pair(option.text)} for option in question.options],
        "shown_if": [list(pair) for pair in question.shown_if],
    }


def _pair(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
