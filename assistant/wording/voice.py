"""A move -> words: every sentence comes from `prompts/texts`, every button from the playbook or the texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.dialogue.addresses import AddressFault
from assistant.dialogue.moves import (
    AnswerQuestion,
    Apologise,
    ArrangeCall,
    Ask,
    Back,
    CantAnswer,
    Changed,
    Close,
    Greet,
    HandOver,
    Joined,
    Move,
    NoAddress,
    NobodyFree,
    Noted,
    OneMore,
    OtherLanguage,
    Redirect,
    Removed,
    Respect,
    SkipQuestion,
    SmallTalk,
    StillHere,
    Switched,
    TellUrgent,
    ThrowAway,
    Trouble,
    Unclear,
    Updated,
    Why,
)
from assistant.dialogue.remarks import OWN_WORDS
from assistant.dialogue.state import Ending, Pending, QuestionTopic
from assistant.messages import CardRow, QuickReply
from assistant.speed.cache_latest import cache_latest
from assistant.understanding.port import Act
from assistant.understanding.text.spoken_language import name_language
from assistant.wording.forms import Form, build_contact_form
from assistant.wording.window_texts import WINDOW_TEXTS
from pipeline.domain.record import Field, FieldId, PersonName, Record, is_built_in
from pipeline.domain.vocabulary import FieldKind
from pipeline.playbook import Playbook
from pipeline.playbook.fields.words import URGENT_SAY
from pipeline.wording.times import format_short
from pipeline.wording.values import LABEL_TEXTS, VALUE_TEXTS, format_inline_text, format_known_value, name_field
from prompts.texts import Texts, Variables

COMMON: Variables = frozenset(
    {"our_company", "assistant_name", "offer", "contact_email", "booking_link", "first_name", "languages"}
)
MOST_BUTTONS = 8
MOST_REFLECTED = 14
"""Words of a goal or a problem that are read back; more is a story, which nobody wants to hear again."""
_COUNTRY_CODE = f"ask.{Field.PHONE}.country_code"
REDIRECTED = ("student", "job_seeker", "vendor", "existing_customer")
"""Kinds of the classification that are told where to turn; for spam there is nowhere."""
_NO_LETTERS = re.compile(r"[\W_]+")
_PLAIN: Mapping[type, str] = {
    NobodyFree: "takeover.nobody",
    Apologise: "apologise",
    Trouble: "trouble",
    Updated: "updated",
    OneMore: "one_more",
    Switched: "switched",
    TellUrgent: URGENT_SAY,
    ThrowAway: "throw_away",
    OtherLanguage: "other_language",
}
_IN_TURNS: Mapping[type, str] = {Respect: "respect", SkipQuestion: "skip", Unclear: "unclear"}
"""Said so often that two wordings take turns."""
_BUTTONS: Mapping[QuestionTopic, Mapping[str, Act]] = {
    QuestionTopic.CONSENT: {"consent.yes": Act.AFFIRM, "consent.no": Act.DENY},
    QuestionTopic.CONFIRM: {"confirm.yes": Act.AFFIRM, "confirm.change": Act.CORRECT},
}
"""What pressing a button does, whatever marketing writes on it."""
_BESIDE: Mapping[QuestionTopic, Mapping[str, Act]] = {
    QuestionTopic.WHAT_TO_CHANGE: {"what_to_change.nothing": Act.AFFIRM}
}
"""The same of a button that stands beside others."""


def _catalogue() -> dict[str, Variables]:
    fields = {f"{kind}.{field}" for field in Field for kind in ("ask", "why")}
    again = {f"ask.{field}.again" for field in Field}
    asked_twice = {"consent", "confirm", "what_to_change"}
    common = {
        *fields, *again, *asked_twice, *(f"{name}.again" for name in asked_twice),
        *(name for buttons in (*_BUTTONS.values(), *_BESIDE.values()) for name in buttons), *_PLAIN.values(),
        *(f"{kind}.{ending}" for ending in Ending for kind in ("close", "still_here")),
        *(f"small_talk.{act}" for act in (Act.GREET, Act.THANKS, Act.OFF_TOPIC)),
        *(f"{name}.{turn}" for name in _IN_TURNS.values() for turn in (1, 2)),
        "greeting", "privacy", "why.consent", "ask.contact", "form.send", "form.skip", "hand_over", "hand_over.away",
        _COUNTRY_CODE, "arrange_call", "arrange_call.link", "cant_answer", "cant_answer.refused",
    }  # fmt: skip
    return {
        **dict.fromkeys(common - {URGENT_SAY}, COMMON),
        **{f"noted.{field}": COMMON | {"value"} for field in Field},
        **LABEL_TEXTS,
        "noted.several": COMMON | {"values"},
        "changed": COMMON | {"changes"},
        "removed": COMMON | {"labels"},
        "close.submitted": COMMON | {"answer_by"},
        "hand_over.away": COMMON | {"back_at"},
        **{f"redirect.{kind}": COMMON for kind in REDIRECTED},
        **{f"no_address.{fault}": COMMON for fault in AddressFault},
        **{f"takeover.{what}": COMMON | {"colleague"} for what in ("joined", "back", "silent")},
        **VALUE_TEXTS,
        **{name: COMMON | variables for name, variables in WINDOW_TEXTS.items()},
        "new_value": COMMON | {"label"},
        "new_value.again": COMMON | {"label"},
    }


TEXTS: Mapping[str, Variables] = _catalogue()
"""Every text the chat needs, with the variables it may use; `load_playbook` checks the files against it."""


@dataclass(frozen=True, slots=True)
class ReplyContent:
    """What one message says and offers."""

    text: str
    quick_replies: tuple[QuickReply, ...] = ()
    card: tuple[CardRow, ...] = ()
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks for one turn in one language; `turn` is its position, so that stock phrases take turns."""

    playbook: Playbook
    record: Record
    turn: int = 0
    language: str | None = None
    """The company's where it is null or has no texts."""

    @property
    def texts(self) -> Texts:
        return self.playbook.get_texts(self.language)

    def say(self, moves: Iterable[Move]) -> ReplyContent:
        """All moves of a turn as one message; a question or an answer with more than a remark's length stands alone."""
        moves = tuple(moves)
        text = _join((self._words(move), _stands_alone(move)) for move in moves)
        ask = next((move for move in moves if isinstance(move, Ask)), None)
        card = self.card() if ask and ask.topic is QuestionTopic.CONFIRM else ()
        replies = self.quick_replies(ask.pending) if ask else ()
        return ReplyContent(text, replies, card, self.form(ask, moves) if ask else None)

    def form(self, ask: Ask, moves: Iterable[Move] = ()) -> Form | None:
        """The contact form that may stand beside a question, which is the last of the turn's `moves`."""
        asked = (rule.field for rule in self.playbook.fields.asked)
        form = build_contact_form(ask, self.record, asked, self.label, self.text)
        if form is None:
            return None
        words = (
            (self.text("ask.contact") if move is ask else self._words(move), _stands_alone(move)) for move in moves
        )
        return replace(form, text=_join(words))

    def card(self) -> tuple[CardRow, ...]:
        """What is known, in the order of asking, then the rest."""
        order = [rule.field for rule in self.playbook.fields.asked]
        fields = sorted(self.record.known, key=lambda field: order.index(field) if field in order else len(order))
        return tuple(CardRow(self.label(field), self.value(field)) for field in fields)

    def quick_replies(self, pending: Pending) -> tuple[QuickReply, ...]:
        """The buttons of a question: the playbook's lines, else a short list of choices; none for other questions."""
        if pending.topic in _BUTTONS:
            return tuple(_button(self.text(name)) for name in _BUTTONS[pending.topic])
        if pending.topic is QuestionTopic.WHAT_TO_CHANGE:
            return (*map(_button, self._changeable()), *(_button(self.text(name)) for name in _BESIDE[pending.topic]))
        if pending.field is None or pending.topic is QuestionTopic.COUNTRY_CODE:
            return ()
        return tuple(map(_button, self._answers(pending.field)))

    def _changeable(self) -> Sequence[str]:
        """What can be changed: the rows of the summary, then what could be added to it."""
        shown = [row.label for row in self.card()]
        others = (self.label(field) for field in self.playbook.fields.ids if field not in self.record.known)
        return list(dict.fromkeys((*shown, *others)))

    def _answers(self, field: FieldId) -> tuple[str, ...]:
        """Short answers that a question for a field offers."""
        rule = self.playbook.fields.get(field)
        if rule and (lines := rule.get_buttons(self.texts.language)):
            return lines
        if rule and rule.kind_of_value is FieldKind.YES_NO:
            return self.text("value.yes"), self.text("value.no")
        labels = tuple(choice.get_label(self.texts.language) for choice in self.playbook.list_choices(field))
        return labels if len(labels) <= MOST_BUTTONS else ()

    def label(self, field: FieldId) -> str:
        """What a field is called."""
        return name_field(field, self.texts)

    def text(self, text_id: str, **more: Any) -> str:
        """A text in the conversation's language, with what every text may name and `more`."""
        texts = self.texts
        return texts.render(text_id, **({} if texts.by_id[text_id].plain else self._common()), **more)

    def _common(self) -> dict[str, Any]:
        name, company = self.record.value(Field.NAME), self.playbook.company
        first_name = (name.first or name.full) if isinstance(name, PersonName) else None
        return {
            "our_company": company.name,
            "assistant_name": company.assistant_name,
            "offer": company.get_offer(self.texts.language),
            "contact_email": company.contact_email,
            "booking_link": company.booking_link,
            "first_name": format_inline_text(first_name) if first_name else None,
            "languages": ", ".join(map(name_language, self.playbook.texts)),
        }

    def _words(self, move: Move) -> str:
        if isinstance(move, Close | StillHere):
            return self._ending(move)
        match move:
            case Greet():
                return f"{self.text('greeting')} {self.text('privacy')}"
            case Ask():
                return self.question(move)
            case Noted(fields):
                return self._noted(fields)
            case Changed(fields):
                changes = "; ".join(f"{self.label(field)}: {format_inline_text(self.value(field))}" for field in fields)
                return self.text("changed", changes=changes.removesuffix("."))
            case Why(field):
                return self.text(f"why.{field or 'consent'}")
            case AnswerQuestion(text):
                return text
            case SmallTalk(kind):
                return self.text(f"small_talk.{kind}")
            case Respect() | SkipQuestion() | Unclear():
                return self.text(f"{_IN_TURNS[type(move)]}.{1 + self.turn // 2 % 2}")
            case _:
                return self._plain_words(move)

    def _ending(self, move: Close | StillHere) -> str:
        if isinstance(move, StillHere):
            return self.text(f"still_here.{move.ending}")
        more = {"answer_by": self._moment(move.answer_by)} if move.ending is Ending.SUBMITTED else {}
        return self.text(f"close.{move.ending}", **more)

    def _plain_words(self, move: Move) -> str:
        match move:
            case Removed(fields):
                return self.text("removed", labels=", ".join(map(self.label, fields)))
            case CantAnswer(refused):
                return self.text("cant_answer.refused" if refused else "cant_answer")
            case Redirect(kind):
                return self.text(f"redirect.{kind}")
            case NoAddress(fault):
                return self.text(f"no_address.{fault}")
            case HandOver(staffed, back_at):
                return self.text("hand_over") if staffed else self.text("hand_over.away", back_at=self._moment(back_at))
            case ArrangeCall():
                return self.text("arrange_call.link" if self.playbook.company.booking_link else "arrange_call")
            case Joined(name):
                return self.text("takeover.joined", colleague=format_inline_text(name))
            case Back(name, silent):
                return self.text("takeover.silent" if silent else "takeover.back", colleague=format_inline_text(name))
            case _:
                return self.text(_PLAIN[type(move)])

    def question(self, ask: Ask) -> str:
        """The question's own words, e.g. the consent text."""
        if ask.topic is QuestionTopic.COUNTRY_CODE:
            return self.text(_COUNTRY_CODE)
        name = f"ask.{ask.field}" if ask.topic is QuestionTopic.FIELD else str(ask.topic)
        more = {"label": self.label(ask.field)} if ask.field and ask.topic is QuestionTopic.NEW_VALUE else {}
        return self.text(f"{name}.again" if ask.attempt > 1 else name, **more)

    def _moment(self, at: datetime | None) -> str | None:
        """A moment on the company's clocks, with their place."""
        if at is None:
            return None
        zone = self.playbook.company.zone
        return f"{format_short(at, zone, self.texts.language)} ({zone.key.split('/')[-1].replace('_', ' ')})"

    def _noted(self, fields: tuple[FieldId, ...]) -> str:
        if told := [field for field in fields if field in OWN_WORDS]:
            return self._reflect(told[0])
        own_words = OWN_WORDS | self.playbook.fields.own_words
        short = [field for field in fields if field not in own_words and not self._is_yes_or_no(field)]
        if len(short) > 1:
            return self.text(
                "noted.several", values=", ".join(format_inline_text(self.value(field)) for field in short)
            )
        field = (short or fields)[0]
        value = format_inline_text(self.value(field))
        if is_built_in(field):
            return self.text(f"noted.{field}", value=value)
        return self.text("noted.several", values=value) if short else self.text(f"noted.{Field.GOAL}")

    def _is_yes_or_no(self, field: FieldId) -> bool:
        """A bare yes says nothing back."""
        return field in self.record.known and isinstance(self.record.known[field].value, bool)

    def _reflect(self, field: FieldId) -> str:
        """A goal or a problem in the visitor's own words, where these are short enough to be read back."""
        said = self.value(field).strip()
        short = len(said.split()) <= MOST_REFLECTED and "\n" not in said
        return self.text(f"noted.{field}", value=format_inline_text(said.rstrip(".!?")) if short else None)

    def value(self, field: FieldId) -> str:
        """A known value as people read it."""
        return format_known_value(field, self.record.known[field], self.playbook, self.texts)


def _join(said: Iterable[tuple[str, bool]]) -> str:
    """Texts as paragraphs; those that do not stand alone flow into one."""
    paragraphs: list[str] = []
    flows = False
    for text, alone in said:
        if flows and not alone:
            paragraphs[-1] = f"{paragraphs[-1]} {text}"
        else:
            paragraphs.append(text)
        flows = not alone
    return "\n\n".join(paragraphs)


def match_button(text: str, pending: Pending | None, playbook: Playbook) -> Act | None:
    """What the button means whose words the visitor said, in any language, for a question with buttons of ours."""
    if pending is None:
        return None
    return _button_words(playbook).get(pending.topic, {}).get(_plain(text))


@cache_latest
def _button_words(playbook: Playbook) -> Mapping[QuestionTopic, Mapping[str, Act]]:
    """The plain words of our buttons in every language."""
    voices = [Voice(playbook, Record(), language=language) for language in playbook.texts]
    return {
        topic: {_plain(voice.text(name)): act for voice in voices for name, act in buttons.items()}
        for topic, buttons in {**_BUTTONS, **_BESIDE}.items()
    }


def find_named_field(text: str, playbook: Playbook) -> FieldId | None:
    """The field that a message calls by its label or its own name, the longest name first; null for none."""
    said = f" {_plain(text)} "
    return next((field for name, field in _field_names(playbook) if name in said), None)


@cache_latest
def _field_names(playbook: Playbook) -> tuple[tuple[str, FieldId], ...]:
    """The plain names of fields in every language, between spaces, the longest first."""
    longest_first = sorted(list_field_names(playbook).items(), key=lambda named: -len(named[0]))
    return tuple((f" {name} ", field) for name, field in longest_first)


@cache_latest
def list_field_names(playbook: Playbook) -> Mapping[str, FieldId]:
    """The fields by their plain names in every language, and by their own, in lower case."""
    fields = playbook.fields.ids
    names = {field.replace("_", " "): field for field in fields}
    for language in playbook.texts:
        voice = Voice(playbook, Record(), language=language)
        names |= {_plain(voice.label(field)): field for field in fields}
    return names


def _plain(text: str) -> str:
    return _NO_LETTERS.sub(" ", text.casefold()).strip()


def _button(words: str) -> QuickReply:
    return QuickReply(label=words, says=words)


def _stands_alone(move: Move) -> bool:
    return isinstance(move, Greet | AnswerQuestion) or (isinstance(move, Ask) and move.topic in _BUTTONS)
