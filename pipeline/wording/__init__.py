"""Values, names and times in words, for the chat, alerts, briefs, console and commands alike.

Every word comes from `prompts/texts/<language>/` or from the playbook; every number and date is written by the
habits of the language (docs/decisions/0039-said-once.md).
"""
