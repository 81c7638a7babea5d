"""Files that people save: read as UTF-8 text, and whatever keeps one from being read said with what to do."""

from __future__ import annotations

from pathlib import Path

from prompts.problems import BadFiles, Problem

MAX_BYTES = 256 * 1024
"""Of a file; the largest one shipped has 41 kB."""


def read_text_file(path: Path) -> str:
    """The text; BadFiles for a file that is missing, may not be read, or is not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"is larger than {MAX_BYTES // 1024} kB; take out what does not belong here"
            raise BadFiles([Problem(path, None, message)])
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = "this file is missing; restore it from the released prompts"
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text at byte {error.start}; save the file as UTF-8"
    except OSError as error:
        message = f"can't be read ({error.strerror}); check its permissions"
    raise BadFiles([Problem(path, None, message)])
