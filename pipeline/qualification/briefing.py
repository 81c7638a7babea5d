"""The brief: one paragraph for the rep, composed of facts with evidence and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.domain.closed_values import MailKind, NextAction, SenderType, SignalGroup
from pipeline.domain.decision import Brief, Enrichment, Profile, Route, Score, ScorePart
from pipeline.domain.record import OTHER, Field, FieldId, KnownValue, Location, PersonName, Record, is_built_in
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.wording.numbers import format_number
from pipeline.wording.terms import TermSet, name_status, name_term
from pipeline.wording.values import format_known_value, format_value, name_field
from prompts.texts import Texts, Variables

NOT_BUYERS = frozenset({SenderType.SPAM, SenderType.VENDOR, SenderType.STUDENT, SenderType.JOB_SEEKER})
WANTED_OF_ALL: tuple[FieldId, ...] = (
    Field.PROBLEM,
    Field.USE_CASE,
    Field.INDUSTRY,
    Field.TEAM_SIZE,
    Field.ROLE,
    Field.BUDGET,
    Field.TIMELINE,
)
"""What a rep wants to know of everybody, besides the fields of the company's own."""
STORY_TEXTS: Mapping[str, Variables] = {
    "brief.who": frozenset({"person", "role", "company", "about", "source"}),
    **dict.fromkeys(("brief.answer_only", "brief.nameless"), frozenset()),
    **dict.fromkeys(("brief.urgent", "brief.problem", "brief.goal", "brief.timeline"), frozenset({"quote"})),
    **dict.fromkeys(("brief.use_case", "brief.budget"), frozenset({"value"})),
    "brief.field": frozenset({"field", "value"}),
    "brief.score": frozenset({"score", "grade", "band", "reasons"}),
    "brief.no_score": frozenset({"reason"}),
    "brief.route": frozenset({"queue", "rule"}),
    **dict.fromkeys(("brief.not_said", "brief.declined", "brief.unsure", "brief.throw_away"), frozenset({"field"})),
    "brief.doubtful": frozenset({"field", "quote"}),
    "brief.provider": frozenset({"provider", "status"}),
    "brief.classification": frozenset({"confidence", "reason"}),
}
"""The sentences of a brief, in the team's language."""


def build_brief(
    submission: Submission,
    enrichment: Enrichment,
    profile: Profile,
    score: Score | None,
    route: Route,
    playbook: Playbook,
    wording: Mapping[str, str] | None = None,
    worded_by: str | None = None,
) -> Brief:
    """Who wrote, what they need, why this score, why this queue; then what is uncertain and the one next action.

    `wording` has other words for sentences of the `story`, checked against them, by `worded_by`; score and route are
    never reworded.
    """
    wording, texts = wording or {}, playbook.get_texts()
    told = build_story(submission, profile, playbook)
    urgent = playbook.fields.find_urgent_words(submission.visitor_text, submission.record)
    sentences = (
        *((texts.render("brief.answer_only"),) if submission.answer_only else ()),
        *((texts.render("brief.urgent", quote=urgent),) if urgent is not None else ()),
        *(wording.get(sentence, sentence) for sentence in told),
        _why(score, profile, playbook, texts),
        texts.render("brief.route", queue=playbook.routing.get_queue(route.queue).label, rule=route.rule),
    )
    return Brief(
        " ".join(" ".join(sentences).split()),  # one paragraph, whatever line breaks the visitor typed
        tuple(_uncertain(submission, enrichment, profile, playbook)),
        choose_next_action(profile, choose_urgency_score(submission, score, playbook), playbook),
        worded_by if any(sentence in wording for sentence in told) else None,
    )


def build_story(submission: Submission, profile: Profile, playbook: Playbook) -> tuple[str, ...]:
    """Who wrote and what they need, a fact a sentence, in the team's language."""
    texts = playbook.get_texts()
    sentences = (_who(submission, profile, playbook, texts), *_need(submission.record, profile, playbook, texts))
    return tuple(" ".join(sentence.split()) for sentence in sentences)


def choose_next_action(profile: Profile, score: Score | None, playbook: Playbook) -> NextAction:
    """The band's action; no offer to those who do not buy, and a question to those of whom too little is known.

    A band declines only beside a risk: who merely said little is nurtured.
    """
    if profile.kind in NOT_BUYERS:
        return NextAction.POLITE_DECLINE
    if score is None:
        return NextAction.FAST_FOLLOW_UP
    action = playbook.scoring.get_band(score).next_action
    risky = any(part.group == SignalGroup.RISK for part in score.parts)
    return NextAction.NURTURE if action == NextAction.POLITE_DECLINE and not risky else action


def choose_urgency_score(submission: Submission, score: Score | None, playbook: Playbook) -> Score | None:
    """The score by which the next action goes: somebody who waits for an answer is not left to nurture by theirs."""
    if score is None or not submission.answer_only:
        return score
    action = playbook.scoring.get_band(score).next_action
    return None if action in (NextAction.NURTURE, NextAction.POLITE_DECLINE) else score


def _who(submission: Submission, profile: Profile, playbook: Playbook, texts: Texts) -> str:
    record = submission.record
    name = record.value(Field.NAME)
    return texts.render(
        "brief.who",
        person=name.full if isinstance(name, PersonName) else texts.render("brief.nameless"),
        role=record.text(Field.ROLE),
        company=record.text(Field.COMPANY),
        about=", ".join(_company(record, profile, playbook, texts)),
        source=name_term(texts, TermSet.SOURCE, submission.source),
    )


def _company(record: Record, profile: Profile, playbook: Playbook, texts: Texts) -> Iterator[str]:
    if profile.industry:
        yield _name_choice(Field.INDUSTRY, profile.industry, record, playbook, texts)
    if size := record.value(Field.TEAM_SIZE):
        yield format_value(Field.TEAM_SIZE, size, playbook, texts)
    place = record.value(Field.LOCATION)
    if isinstance(place, Location) and replace(place, postal_code=None) != Location():
        # One part of a list, so without commas of its own.
        yield format_value(Field.LOCATION, replace(place, postal_code=None), playbook, texts).replace(", ", " ")


def _need(record: Record, profile: Profile, playbook: Playbook, texts: Texts) -> Iterator[str]:
    for field in (Field.PROBLEM, Field.GOAL, Field.TIMELINE):
        if known := record.known.get(field):
            yield _say_need(field, f"“{known.evidence.quote}”", playbook, texts, quote=known.evidence.quote)
    if profile.use_case:
        label = _name_choice(Field.USE_CASE, profile.use_case, record, playbook, texts)
        yield _say_need(Field.USE_CASE, label, playbook, texts, value=label)
    if budget := record.value(Field.BUDGET):
        told = format_value(Field.BUDGET, budget, playbook, texts)
        yield _say_need(Field.BUDGET, told, playbook, texts, value=told)
    for name in playbook.fields.sort(name for name in record.known if not is_built_in(name)):
        yield _say_own(name, record.known[name], playbook, texts)


def _say_need(field: Field, told: str, playbook: Playbook, texts: Texts, **values: str) -> str:
    """A built-in field in its own sentence, under its new name where the playbook has renamed it."""
    rule = playbook.fields.get(field)
    if rule and rule.label:
        return texts.render("brief.field", field=name_field(field, texts), value=told)
    return texts.render(f"brief.{field}", **values)


def _say_own(field: FieldId, known: KnownValue, playbook: Playbook, texts: Texts) -> str:
    own_words = field in playbook.fields.own_words or known.value == OTHER
    told = f"“{known.evidence.quote}”" if own_words else format_known_value(field, known, playbook, texts)
    return texts.render("brief.field", field=name_field(field, texts), value=told)


def _name_choice(field: Field, choice: str, record: Record, playbook: Playbook, texts: Texts) -> str:
    """The label of a choice that was classified; an answer outside the list in the visitor's words."""
    known = record.known.get(field)
    if known and (choice == OTHER or isinstance(known.value, tuple)):
        return format_known_value(field, known, playbook, texts)
    return playbook.get_choice_label(field, choice, texts.language)


def _why(score: Score | None, profile: Profile, playbook: Playbook, texts: Texts) -> str:
    if score is None:
        return texts.render("brief.no_score", reason=profile.reason)
    counted = sorted((part for part in score.parts if part.points), key=lambda part: -abs(part.points))
    return texts.render(
        "brief.score",
        score=score.total,
        grade=score.grade,
        band=name_term(texts, TermSet.BAND, score.band),
        reasons=", ".join(_part(part, playbook) for part in counted[:4]),
    )


def _part(part: ScorePart, playbook: Playbook) -> str:
    signal = playbook.scoring.every_signal.get(part.signal)
    return f"{signal.says if signal else part.evidence} {part.points:+d}"


def list_silent_fields(submission: Submission, playbook: Playbook) -> Iterator[tuple[FieldId, str]]:
    """What a rep wants to know of everybody and does not, with why: declined, unsure, or not_said.

    Not said is told only of what was asked: by the conversation, else of what the playbook asks for.
    """
    record, fields = submission.record, playbook.fields
    put = submission.raw.get("asked")
    asked = fields.list_unsaid(record) if put is None else put
    for field in (*WANTED_OF_ALL, *(rule.field for rule in fields.own)):
        if field in record.known:
            continue
        if field in record.declined or field in record.unsure:
            yield field, "declined" if field in record.declined else "unsure"
        elif field in asked:
            yield field, "not_said"


def _uncertain(submission: Submission, enrichment: Enrichment, profile: Profile, playbook: Playbook) -> Iterator[str]:
    record, texts = submission.record, playbook.get_texts()
    for field, why in list_silent_fields(submission, playbook):
        yield texts.render(f"brief.{why}", field=name_field(field, texts))
    for field, known in record.known.items():
        if known.confidence < playbook.classification.doubtful_below:
            yield texts.render("brief.doubtful", field=name_field(field, texts), quote=known.evidence.quote)
    if enrichment.value("mail_kind") == MailKind.DISPOSABLE:
        yield texts.render("brief.throw_away", field=name_field(Field.EMAIL, texts))
    for provider, status in (enrichment.status or {}).items():
        yield texts.render("brief.provider", provider=provider, status=name_status(status, texts))
    if not playbook.classification.is_sure(profile.confidence):
        sure = format_number(profile.confidence, texts.language)
        yield texts.render("brief.classification", confidence=sure, reason=profile.reason)
