"""Alerts and threads as lines for programs, where the output is a log: what to look at, and nobody's data."""

from __future__ import annotations

import json
from datetime import datetime

from pipeline.domain.alert import Alert
from pipeline.domain.thread import CallForPerson, CallKind, ThreadMessage


def format_alert_line(alert: Alert, at: datetime) -> str:
    """One JSON object with its line's end."""
    return f"{_line('alert', at, lead=alert.lead_id, score=alert.score, queue=alert.queue, url=alert.url)}\n"


def format_call_line(call: CallForPerson, at: datetime) -> str:
    event = "deletion_requested" if call.kind is CallKind.DELETION else "call_for_person"
    return _line(event, at, conversation=call.conversation_id, url=call.url)


def format_message_line(message: ThreadMessage, at: datetime) -> str:
    return _line("thread_message", at, conversation=message.conversation_id, what=message.event.value)


def _line(event: str, at: datetime, **values: object) -> str:
    return json.dumps({"event": event, **values, "level": "info", "timestamp": at.isoformat()})
