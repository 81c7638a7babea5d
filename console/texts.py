"""Every text of the console's pages, with the variables it may use; a test holds it equal to what the pages say."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.texts import Variables

_PLAIN = """
    skip nav leads review alerts follow_ups chats nothing_due no_score signal rests_on points total passed_over
    subject empty_draft nobody nameless none_yet none_yet.site none_yet.talk none_yet.back queues all newest_first
    column.score column.lead column.wants column.queue column.stage column.next column.created short.queue
    short.next not_said pages newer older all_leads brief next_action uncertain said said.caption field value words
    corrected nothing_yet declined unsure unsaid follow_up follow_up.note follow_up.none transcript join join.if
    score score.caption score.none outcome outcome.note outcome.anew outcome.result outcome.reason outcome.value
    outcome.who outcome.keep route queue owner owner.none rule why fallback confidence alert alert.none match
    match.to_review match.others profile profile.by_model profile.because profile.beside profile.for_sales found
    found.caption fact source timeline timeline.none consent consent.given consent.refused consent.none
    consent.answer_only origin.page origin.referrer origin.language origin.pages decided decided.at decided.playbook
    decided.texts decided.model decided.no_model alerts.none alerts.none.why alerts.told alerts.why alerts.caption
    alerts.planned alerts.nothing delivery.sent delivery.no_reason delivery.mend delivery.waiting drafts drafts.note
    drafts.none drafts.none.why drafts.order talks talks.note talks.none talks.none.why talks.wanted quiet quiet.one
    talk talk.wanted talk.assistant talk.taken talk.not_in talk.look talk.write talk.words talk.send talk.hand_back
    talk.joining review.note review.none review.none.why review.known review.new review.leads review.merge
    review.different review.noted review.rule review.decided review.undo
    deletion deletion.note deletion.conversation deletion.what deletion.done
    deletion.decided missing missing.lead missing.page
    missing.conversation missing.person missing.form missing.cut missing.typed missing.all refused.password
    refused.here nobody.yet refused.guesses refused.guesses.how notices missing.form.how done nothing
    outcome.kept.won outcome.kept.lost outcome.kept.disqualified
"""
_FILLED: Mapping[str, Variables] = {
    "alerts.most": frozenset({"most"}),
    "drafts.most": frozenset({"most"}),
    "brief.older": frozenset({"ago", "grade", "score"}),
    "brief.worded": frozenset({"model"}),
    "score.model": frozenset({"model"}),
    "created": frozenset({"ago"}),
    "delivery.next": frozenset({"ago"}),
    "talks.since": frozenset({"ago"}),
    "quiet.since": frozenset({"ago"}),
    "delivery.failed": frozenset({"error"}),
    "delivery.trying": frozenset({"error"}),
    "delivery.sent.to": frozenset({"channel"}),
    "delivery.trying.more": frozenset({"count", "error"}),
    "drafts.step": frozenset({"ago", "at", "cadence", "channel", "position", "who", "zone"}),
    "due": frozenset({"when"}),
    "was_due": frozenset({"when"}),
    "footer": frozenset({"at", "company", "zone"}),
    "grade": frozenset({"grade"}),
    "match.stage": frozenset({"stage"}),
    "no_conversation": frozenset({"source"}),
    "none_yet.how": frozenset({"assistant_name"}),
    "none_yet.open": frozenset({"site"}),
    "outcome.not_kept": frozenset({"against"}),
    "outcome.worth": frozenset({"value"}),
    "page_of": frozenset({"last", "number"}),
    "quiet.note": frozenset({"days"}),
    "quiet.on": frozenset({"page"}),
    "talk.on": frozenset({"page"}),
    "refused.elsewhere": frozenset({"file", "setting"}),
    "refused.link": frozenset({"command"}),
    "refused.password.how": frozenset({"setting"}),
    "review.and": frozenset({"known", "new"}),
    "review.by": frozenset({"at", "who"}),
    "review.undone": frozenset({"at", "who"}),
    "review.raised": frozenset({"ago", "lead"}),
    "deletion.asked": frozenset({"ago", "conversation"}),
    "score.missing": frozenset({"fields"}),
    "score.of": frozenset({"band"}),
    "shown": frozenset({"first", "last", "total"}),
    "sure": frozenset({"share"}),
    "talks.held": frozenset({"name"}),
    "talk.mine": frozenset({"name"}),
}

CONSOLE_TEXTS: Mapping[str, Variables] = {
    **{f"console.{name}": frozenset() for name in _PLAIN.split()},
    **{f"console.{name}": variables for name, variables in _FILLED.items()},
}
