"""What a person is told of an action: why it changed nothing, or what it left as it is; in a language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.actions.actor import ActorRole
from pipeline.actions.results import AlreadyDone, InlineTerm, Refused, Remark, RemarkValue
from pipeline.wording.numbers import format_number
from pipeline.wording.terms import name_inline_term
from prompts.texts import Texts, Variables

ROLE, ACTION = "actor_role", "action"
"""Groups of inline terms that only actions use."""
_REMARKS: Mapping[str, Variables] = {
    "forbidden": frozenset({"role", "who"}),
    "either": frozenset({"one", "other"}),
    "not_from_here": frozenset(),
    "no_lead": frozenset({"lead"}),
    "was_first": frozenset({"action", "who"}),
    "told_already": frozenset({"outcome", "who"}),
    "outcome_needs_reason": frozenset({"outcome"}),
    "reason_too_long": frozenset({"length", "most"}),
    "value_without_win": frozenset({"outcome"}),
    "value_out_of_range": frozenset({"value"}),
    "amount_without_digits": frozenset({"amount"}),
    "amount_unclear": frozenset({"amount", "choice"}),
    "amount_unreadable": frozenset({"amount"}),
    "no_review": frozenset({"item"}),
    "answered_already": frozenset({"answer", "who"}),
    "answer_unfit": frozenset({"answer", "choices"}),
    "choice": frozenset({"answer", "option"}),
    "reason_needed": frozenset(),
    "no_merge": frozenset({"merge"}),
    "undone_already": frozenset({"merge", "who"}),
    "kept_was_merged": frozenset({"kept", "into"}),
    "merged_with_itself": frozenset({"kept"}),
    "no_record": frozenset({"record", "id"}),
    "no_records": frozenset({"one", "other"}),
    "merged_elsewhere": frozenset({"into", "merged"}),
    "merged_already": frozenset({"into", "merged", "who"}),
    "as_told": frozenset({"told"}),
    "gone_since": frozenset({"id"}),
    "changed_since": frozenset({"detail", "id", "value"}),
    "emptied_since": frozenset({"detail", "id"}),
    "came_since": frozenset({"kept", "lead"}),
    "no_conversation": frozenset({"conversation"}),
    "chat_taken": frozenset({"who"}),
    "said_already": frozenset({"who"}),
    "join_first": frozenset(),
    "no_deletion": frozenset({"request"}),
    "deleted_already": frozenset({"who"}),
    "note_needed": frozenset(),
}
_OF_LEADS = ("record_outcome", "answer_review")
"""The kinds of action that somebody can have been first with, as they are stored."""
ACTION_TEXTS: Mapping[str, Variables] = {
    **{f"action.{name}": variables for name, variables in _REMARKS.items()},
    "action.assistant": frozenset(),
    "action.at": frozenset({"at", "what"}),
    **{f"said.{ROLE}.{role}": frozenset() for role in ActorRole},
    **{f"said.{ACTION}.{kind}": frozenset() for kind in _OF_LEADS},
}


def describe_ending(result: Refused | AlreadyDone, texts: Texts, name: str | None = None) -> str:
    """Why not, or `Ana answered it already, merged, at 2026-09-09 15:00 UTC`; `name` is how `by` is called here."""
    if isinstance(result, Refused):
        return render_remark(result.why, texts)
    who = name or result.by or texts.render("action.assistant")
    told = render_remark(Remark(result.what.text, {**result.what.values, "who": who}), texts)
    return texts.render("action.at", what=told, at=f"{result.at:%Y-%m-%d %H:%M}") if result.at else told


def render_remark(remark: Remark, texts: Texts) -> str:
    return texts.render(
        f"action.{remark.text}", **{name: word_value(each, texts) for name, each in remark.values.items()}
    )


def word_value(value: RemarkValue, texts: Texts) -> str:
    """What one value of a remark is called."""
    match value:
        case str():
            return value
        case InlineTerm(group, name):
            return name_inline_term(texts, group, name)
        case Remark():
            return render_remark(value, texts)
        case tuple():
            return ", ".join(render_remark(each, texts) for each in value)
    return format_number(value, texts.language)
