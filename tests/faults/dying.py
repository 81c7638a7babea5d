"""`foyer` as it is, but that it dies by SIGKILL at one line.

`python dying.py pipeline.flow.deliver:DeliverJob.post before FILE serve` runs `foyer serve`; once FILE exists, the next
call of the method ends the process before (or `after`) its work, as a power cut would. Nothing of this is in the
product.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from foyer.cli import main


def dying(method: Callable[..., Any], moment: str, armed: Path) -> Callable[..., Any]:
    def die(now: str) -> None:
        if now == moment and armed.exists():
            os.kill(os.getpid(), signal.SIGKILL)

    @wraps(method)
    def dies(*args: Any, **named: Any) -> Any:
        die("before")
        result = method(*args, **named)
        die("after")
        return result

    return dies


if __name__ == "__main__":
    point, moment, armed, *arguments = sys.argv[1:]
    module, _, path = point.partition(":")
    class_name, _, method_name = path.partition(".")
    owner = getattr(import_module(module), class_name)
    setattr(owner, method_name, dying(getattr(owner, method_name), moment, Path(armed)))
    sys.argv = ["foyer", *arguments]
    main()
