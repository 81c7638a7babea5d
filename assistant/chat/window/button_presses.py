"""A press on a plain button, which comes by HTTP: answered on any process, whoever holds the window's socket.

The button names its conversation, whose id only that visitor's windows know. What is said by it is stored like a typed
message, and each window learns of it as of any other change.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse, Response

from assistant.chat.bridge import get_bridge
from assistant.chat.markdown import find_chosen_reply
from assistant.chat.socket.open_windows import show_missing_messages
from assistant.chat.socket.rate_limits import identify_source
from assistant.chat.visitor import derive_uuid, parse_uuid4, read_first_language
from assistant.chat.window.page import QUICK_REPLY
from assistant.chat.window.texts import WindowNotice
from pipeline.domain.submission import Origin

log = logging.getLogger(__name__)


async def handle_press(request: Request) -> Response:
    """Say a pressed button's words if the conversation's last message still offers them.

    An old, forged or repeated press says nothing, and shows this process's windows what was said since. 422 for what is
    no quick reply, 429 beyond the limits, 503 where it could not be stored or answered.
    """
    action = await _action(request)
    payload = action.get("payload")
    conversation_id = parse_uuid4(payload.get("conversation")) if isinstance(payload, dict) else None
    if not isinstance(payload, dict) or conversation_id is None or action.get("name") != QUICK_REPLY:
        raise HTTPException(422, "no quick reply of a conversation")
    try:
        await _say_chosen(conversation_id, payload, request)
        async with get_bridge().get_turn_lock(conversation_id):
            await show_missing_messages(conversation_id, await get_bridge().open(conversation_id, Origin()))
    except HTTPException:
        raise
    except Exception:
        log.exception("a press failed", extra={"conversation_id": conversation_id})
        raise HTTPException(503, _remark(request, WindowNotice.FAILED)) from None
    return JSONResponse({"success": True, "response": None})


async def _say_chosen(conversation_id: str, payload: Mapping[str, object], request: Request) -> None:
    source = identify_source(request.scope.get("client"))
    if not get_bridge().gate.admit_conversation(conversation_id, source):
        raise HTTPException(429, _remark(request, WindowNotice.FULL))
    messages = await get_bridge().open(conversation_id, Origin())
    reply = find_chosen_reply(messages, payload.get("message"), payload.get("says"))
    if reply is None:
        return
    if not get_bridge().gate.admit_message(conversation_id, source):
        raise HTTPException(429, _remark(request, WindowNotice.WAIT))
    said = derive_uuid("quick reply", messages[-1].id)
    await get_bridge().receive(conversation_id, said, reply.says, Origin())


def _remark(request: Request, remark: WindowNotice) -> str:
    """The window shows what a refused press answers."""
    return get_bridge().settings.words(remark, read_first_language(request.headers.get("accept-language")))


async def _action(request: Request) -> Mapping[str, object]:
    """The action in the body, which the doorkeeper has bounded; 422 where there is none."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise HTTPException(422, "not JSON") from None
    action = body.get("action") if isinstance(body, dict) else None
    if not isinstance(action, dict):
        raise HTTPException(422, "no action")
    return action
