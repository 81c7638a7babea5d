"""What the team reads of a running conversation, in the team's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.domain.thread import ThreadEvent, ThreadMessage, TranscriptLine
from pipeline.wording.terms import TermSet, name_term
from prompts.texts import Texts, Variables

_NAMED: Variables = frozenset({"name"})
THREAD_TEXTS: Mapping[str, Variables] = {
    **dict.fromkeys(("thread.title", "thread.join", "thread.hand_back", "thread.open", "thread.shown"), frozenset()),
    **dict.fromkeys(("thread.somebody", "thread.waiting", "thread.assistant_has_it", "thread.yours"), frozenset()),
    **dict.fromkeys(("thread.deletion", "thread.deletion.task"), frozenset()),
    **dict.fromkeys(("thread.nobody_came", "thread.withdrawn"), frozenset()),
    **dict.fromkeys(("thread.handed_back", "thread.handed_back.here"), frozenset()),
    **dict.fromkeys(("thread.held", "thread.joined", "thread.joined.here", "thread.timed_out"), _NAMED),
    "thread.taken": _NAMED,
    "thread.page": frozenset({"page"}),
    "thread.earlier": frozenset({"count"}),
    "thread.reassigned": _NAMED | {"text"},
    "thread.not_in_the_team": frozenset({"manager", "user"}),
}
_TOLD_HERE = frozenset({ThreadEvent.JOINED, ThreadEvent.HANDED_BACK})
"""What is told with the thread's own rules where it leads back into the chat."""


def describe_event(event: ThreadEvent, texts: Texts, name: str, text: str, two_way: bool) -> str:
    """What happened, but for words that were said; `name` and `text` are the message's, fit for the channel.

    `two_way`: what colleagues write in the thread reaches the visitor.
    """
    text_id = f"thread.{event}.here" if two_way and event in _TOLD_HERE else f"thread.{event}"
    return texts.render(text_id, name=name, text=text)


def name_speaker(line: TranscriptLine, texts: Texts) -> str:
    """Who said a line of the transcript."""
    return line.who or (name_term(texts, TermSet.AUTHOR, line.author) if line.author else "")


def name_visitor(message: ThreadMessage, texts: Texts) -> str:
    """Whose words a message passes on."""
    return message.name or texts.render("term.author.visitor")
