"""Why an address can't be listened on, each cause with its own advice."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from foyer.commands.serve import explain_bind_error

CAUSES = {
    "taken": (OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)), "stop the program that has it", True),
    "forbidden": (PermissionError(errno.EACCES, "Permission denied"), "this user may not listen on port 80", False),
    "elsewhere": (OSError(errno.EADDRNOTAVAIL, "Cannot assign"), "is no address of this machine", False),
    "unknown": (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "set FOYER_HOST to one", False),
}


@pytest.mark.parametrize(("error", "says", "stops"), CAUSES.values(), ids=CAUSES)
def test_only_a_port_that_is_taken_is_blamed_on_another_program(error: OSError, says: str, stops: bool):
    said = explain_bind_error("127.0.0.1", 80, error)
    assert says in said
    assert ("stop the program" in said) is stops
