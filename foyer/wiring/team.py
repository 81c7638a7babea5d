"""Where the team is told and heard: Slack where it is configured, else the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from foyer.settings import Settings
from foyer.wiring.foundation import Foundation
from integrations.terminal.notifier import TerminalNotifier
from integrations.terminal.threads import TerminalThreads
from pipeline.actions.perform import ActionPerformer
from pipeline.flow.clock import SystemClock
from pipeline.flow.tell_team import TeamThreads
from pipeline.ports import Notifier
from prompts.texts import Texts

if TYPE_CHECKING:
    from fastapi import APIRouter

    from integrations.slack.listening import SlackListener


def build_notifier(settings: Settings, texts: Callable[[], Texts]) -> Notifier:
    """Slack where it is configured, else the terminal; `texts` are those of the team's language."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.notifier import SlackNotifier

        token = settings.slack_bot_token.get_secret_value()
        two_way = settings.slack_signing_secret is not None
        return SlackNotifier(token, settings.slack_channel, texts, settings.slack_api_url, two_way=two_way)
    return TerminalNotifier(sys.stdout, SystemClock(), texts, for_programs=settings.log_format == "json")


def build_threads(settings: Settings, texts: Callable[[], Texts]) -> TeamThreads:
    """Where the team follows conversations: in the alerts' place."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.threads import SlackThreads

        token, two_way = settings.slack_bot_token.get_secret_value(), settings.slack_signing_secret is not None
        return SlackThreads(token, settings.slack_channel, texts, settings.slack_api_url, two_way=two_way)
    return TerminalThreads(sys.stdout, SystemClock(), texts, for_programs=settings.log_format == "json")


def build_slack_listener(base: Foundation, actions: ActionPerformer) -> SlackListener | None:
    """What hears colleagues in Slack; null without a signing secret, for then Slack can't be told from anybody else."""
    settings, store = base.settings, base.store
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        return None
    from integrations.slack.listening import SlackListener
    from integrations.slack.members import Members

    members = Members(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return SlackListener(store.inbox, store.takeovers, actions, members, base.playbook, base.clock)


def build_slack_routes(settings: Settings, slack: SlackListener | None) -> APIRouter | None:
    """Where Slack reaches us; null where it can't."""
    if slack is None or settings.slack_signing_secret is None:
        return None
    from integrations.slack.inbound import build_slack_router

    return build_slack_router(settings.slack_signing_secret.get_secret_value(), slack)
