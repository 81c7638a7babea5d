"""A later message of somebody whose lead is open: what was said before still counts, and no machine lowers the lead.

An address is typed by whoever likes to; only the conversation in force can take back what it said. Pure.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace

from pipeline.domain.decision import Brief, CarriedRecord, Decision, WithheldDecision
from pipeline.domain.matching import ReviewKind, ReviewRequest
from pipeline.domain.record import record_from_json, record_to_json
from pipeline.domain.standing import OpenLead
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification.briefing import NOT_BUYERS
from pipeline.wording.terms import TermSet, name_term
from prompts.texts import Variables

LATER_TEXTS: Mapping[str, Variables] = {
    "later.told": frozenset({"told"}),
    "later.withheld": frozenset({"score", "queue", "action"}),
    "later.again": frozenset(),
    "later.said": frozenset({"quote"}),
    "later.kept": frozenset({"reason"}),
}
LONGEST_QUOTE = 300
"""Characters of the later message in the alert: about as many as a chat shows without folding."""


def carry_over_record(submission: Submission, standing: OpenLead | None) -> CarriedRecord | None:
    """What counts beside the submission; null where nothing was said before.

    The same conversation hands in all that it knows, corrections included: only what was carried over to it counts.
    """
    if standing is None:
        return None
    if _same_conversation(submission, standing):
        return standing.decision.carried
    earlier, origin = standing.submission, standing.submission.origin
    pages = tuple(filter(None, (*origin.pages, origin.page)))
    seen_at = {address: origin.seen_at.get(address, earlier.received_at) for address in pages}
    return CarriedRecord(earlier.id, record_to_json(earlier.record), earlier.visitor_text, pages, seen_at)


def combine_submission(submission: Submission, earlier: CarriedRecord | None) -> Submission:
    """The submission with what was carried over laid under it: a value that it says itself replaces the earlier one."""
    if earlier is None:
        return submission
    before, now, visit = record_from_json(earlier.record), submission.record, submission.origin
    known = {**before.known, **now.known}
    text = "\n".join(filter(None, (earlier.text, submission.visitor_text)))
    record = replace(now, known=known, declined=now.declined - known.keys(), unsure=now.unsure - known.keys())
    seen_at = {**earlier.seen_at, **visit.seen_at}
    origin = replace(visit, pages=(*earlier.pages, *visit.pages), seen_at=seen_at)
    return replace(submission, record=record, visitor_text=text, origin=origin)


def protect_open_lead(
    decision: Decision, submission: Submission, standing: OpenLead | None, playbook: Playbook
) -> Decision:
    """The decision, or, where it would harm the lead, one that leaves it in its place and asks a person.

    `submission` is the later message alone.
    """
    if standing is None or _same_conversation(submission, standing) or not _is_worse(decision, standing, playbook):
        return decision
    withheld, texts = _withheld(decision, playbook), playbook.get_texts()
    told = texts.render("later.told", told=withheld.told)
    before, message = standing.decision, textwrap.shorten(submission.visitor_text, LONGEST_QUOTE, placeholder=" …")
    said = texts.render("later.said", quote=message) if message else texts.render("later.again")
    request = ReviewRequest(ReviewKind.LATER_MESSAGE, "submission", standing.submission.id, (told,), submission.id)
    return replace(
        decision,
        match=replace(decision.match, reviews=(*decision.match.reviews, request)),
        score=standing.score,
        missing=(),
        route=replace(
            before.route,
            queue=standing.queue,
            owner=standing.owner,
            reason=texts.render("later.kept", reason=before.route.reason),
            skipped=(),
            shares={},
            look_again_at=None,
        ),
        brief=Brief(
            f"{said} {before.brief.text}", before.brief.uncertain, standing.next_action, before.brief.worded_by
        ),
        plan=None,
        stage=before.stage,
        next_action_at=standing.next_action_at,
        withheld=withheld,
    )


def _same_conversation(submission: Submission, standing: OpenLead) -> bool:
    conversation = submission.conversation_id
    return conversation is not None and conversation == standing.submission.conversation_id


def _is_worse(decision: Decision, standing: OpenLead, playbook: Playbook) -> bool:
    """A lower score or none, a queue with less follow-up, or somebody who does not buy any more."""
    now, before = (score.total if score else 0 for score in (decision.score, standing.score))
    turned_away = decision.profile.kind in NOT_BUYERS and standing.decision.profile.kind not in NOT_BUYERS
    return turned_away or now < before or _care(decision.route.queue, playbook) < _care(standing.queue, playbook)


def _care(queue_id: str, playbook: Playbook) -> tuple[bool, bool]:
    """How much a queue does for its leads: follows them up, tells the team; one that is gone does nothing."""
    queue = next((each for each in playbook.routing.queues if each.id == queue_id), None)
    return (queue.follow_up, queue.alert) if queue else (False, False)


def _withheld(decision: Decision, playbook: Playbook) -> WithheldDecision:
    score, texts = decision.score.total if decision.score else None, playbook.get_texts()
    told = texts.render(
        "later.withheld",
        score=score,
        queue=playbook.routing.get_queue(decision.route.queue).label,
        action=name_term(texts, TermSet.NEXT_ACTION, decision.brief.next_action),
    )
    return WithheldDecision(score, decision.route.queue, decision.route.reason, told)
