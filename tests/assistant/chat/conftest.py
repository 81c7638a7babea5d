from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.chat.chat_server import ChatServer, running_chat
from tests.support.network import free_port

LISTED_WEBSITES = 4
"""One of them for the tests in `window`."""


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    """The running chat for all who change nothing of the process for others; `websites` may carry it."""
    listed = [f"http://127.0.0.1:{free_port()}" for _ in range(LISTED_WEBSITES)]
    with running_chat(free_port(), tmp_path_factory.mktemp("chat"), *listed) as running:
        yield running
