"""THE MAP: one durable job a file, in the order in which a lead meets them. Rows say what is due.

    chat.answer_stranded       a visitor's message whose process died is answered
    (assistant.conversation.partial_leads: a visitor who went away is handed in as a partial lead)
    qualify                    a submission becomes a decision: `gather` asks, `pipeline.decision.decide` decides
    deliver                    the team is told: tell_team says how
    chat.end_takeovers         the assistant comes back where a person is silent
    chat.handle_inbox          what the team says in its own chat
    reassign                   a lead that nobody of its queue could take goes to who can
    draft_touches              a due touch becomes a draft that waits for a person
    rescore                    interest that fades, and interest that grows
    refresh_enrichment         providers are asked again
    upkeep.sweep_workers       what a dead worker left goes on elsewhere
    upkeep.correct_due_times   what a clock set back left due too far away is due at once
    upkeep.retain              what nobody needs any more is deleted

`qualify` and `deliver` are workflows of the engine, worked off as soon as a row is stored. The others export their
`ticks`, which `clock` runs.
"""
