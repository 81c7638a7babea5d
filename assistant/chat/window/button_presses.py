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

from assistant.chat.bridge import desk
from assistant.chat.markdown import chosen
from assistant.chat.socket.open_windows import show_missing
from assistant.chat.socket.rate_limits import source_of
from assistant.chat.visitor import as_uuid4, derived_uuid, first_language
from assistant.chat.window.page import QUICK_REPLY
from assistant.chat.window.texts import Remark
from pipeline.domain.submission import Origin

log = logging.getLogger(__name__)


async def press(request: Request) -> Response:
    """Say a pressed button's words if the conversation's last message still offers them.

    An old, forged or repeated press says nothing, and shows this process's windows what was said since. 422 for what is
    no quick reply, 429 beyond the limits, 503 where it could not be stored or answered.
    """
    action = await _action(request)
    payload = action.get("payload")
    conversation_id = as_uuid4(payload.get("conversation")) if isinstance(payload, dict) else None
    if not isinstance(payload, dict) or conversation_id is None or action.get("name") != QUICK_REPLY:
        raise HTTPException(422, "no quick reply of a conversation")
    try:
        await _say_chosen(conversation_id, payload, request)
        async with desk().turn(conversation_id):
            await show_missing(conversation_id, await desk().open(conversation_id, Origin()))
    except HTTPException:
        raise
    except Exception:
        log.exception("a press failed", extra={"conversation_id": conversation_id})
        raise HTTPException(503, _remark(request, Remark.FAILED)) from None
    return JSONResponse({"success": True, "response": None})


async def _say_chosen(conversation_id: str, payload: Mapping[str, object], request: Request) -> None:
    source = source_of(request.scope.get("client"))
    if not desk().gate.conversation(conversation_id, source):
        raise HTTPException(429, _remark(request, Remark.FULL))
    messages = await desk().open(conversation_id, Origin())
    reply = chosen(messages, payload.get("message"), payload.get("says"))
    if reply is None:
        return
    if not desk().gate.message(conversation_id, source):
        raise HTTPException(429, _remark(request, Remark.WAIT))
    said = derived_uuid("quick reply", messages[-1].id)
    await desk().hear(conversation_id, said, reply.says, Origin())


def _remark(request: Request, remark: Remark) -> str:
    """The window shows what a refused press answers."""
    return desk().settings.words(remark, first_language(request.headers.get("accept-language")))


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
