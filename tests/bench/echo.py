"""The yardstick: Chainlit as it comes, with an application that repeats what it hears. Run with `chainlit run`."""

from __future__ import annotations

import chainlit as cl


@cl.on_chat_start
async def greet() -> None:
    await cl.Message(content="Hello, I repeat what you say.").send()


@cl.on_message
async def repeat(message: cl.Message) -> None:
    await cl.Message(content=message.content).send()
