"""How much of known contact-form spam disturbs a rep, and how many buyers are taken for anything but buyers.

`python -m tests.quality.spam` prints both; `--all` lists each fragment with where it went.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.dialogue.state import QuestionTopic, state_from_json
from pipeline.domain.decision import Decision, Versions
from pipeline.domain.record import Field, FieldId
from pipeline.domain.submission import Submission
from pipeline.matching import KnownRecords
from pipeline.routing.policy import TeamState
from tests.assistant.talking import InMemoryTalk
from tests.support.builders import NOW, a_playbook, an_enrichment, decide_submission
from tests.support.material import MATERIAL

MOST_TURNS = 30
MOST_ALERTED = 31
"""Of the 41 fragments; 24 of them ask for a price in one sentence, each in another language, as a buyer may."""
FRAGMENTS = MATERIAL / "abuse" / "contact_form_spam_patterns.json"


@dataclass(frozen=True)
class Sent:
    """A fragment of spam, sent as what somebody wants, and what became of it; null where no lead came of it."""

    fragment: str
    decision: Decision | None

    @property
    def alerted(self) -> bool:
        return self.decision is not None and a_playbook().routing.get_queue(self.decision.route.queue).alert


def spammer(fragment: str) -> Submission | None:
    """The submission of a program that fills in what it must, and its advertisement where it may."""
    answers: dict[FieldId, str] = {
        Field.GOAL: fragment,
        Field.PROBLEM: fragment,
        Field.NAME: "Mike",
        Field.EMAIL: "mike@rank-first.com",
    }
    talk = InMemoryTalk()
    talk.open()
    for _ in range(MOST_TURNS):
        pending = state_from_json(talk.stored.state).pending
        if pending is None:
            break
        yes = "Yes, that's right" if pending.topic is QuestionTopic.CONFIRM else "Yes, that's fine"
        talk.say(answers.get(pending.field, "skip") if pending.field else yes)
    return next(iter(talk.store.submissions.values()), None)


def decided(submission: Submission) -> Decision:
    """As the pipeline decides on a lead of somebody unknown."""
    found = an_enrichment(submission)
    return decide_submission(submission, KnownRecords(), TeamState(), found, a_playbook(), Versions("", "", ""), NOW)


def sent() -> Iterator[Sent]:
    for fragment in json.loads(FRAGMENTS.read_text("utf-8"))["messages"]:
        submission = spammer(fragment)
        yield Sent(fragment, decided(submission) if submission else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="each fragment, with the queue and the kind it was given")
    options, rows = parser.parse_args(), list(sent())
    for row in rows if options.all else ():
        where = f"{row.decision.route.queue} ({row.decision.profile.kind})" if row.decision else "no lead"
        print(f"{where:<32} {row.fragment}")
    print(f"{sum(row.alerted for row in rows)} of {len(rows)} fragments reach somebody's alert")


if __name__ == "__main__":
    main()
