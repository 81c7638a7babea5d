"""Files that people save: read as UTF-8 text, and whatever keeps one from being read said with what to do."""

from __future__ import annotations

from pathlib import Path

from prompts.problems import BadFiles, Problem


def read_text_file(path: Path) -> str:
    """The text; BadFiles for a file that is missing, may not be read, or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = "this file is missing; restore it from the released prompts"
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text at byte {error.start}; save the file as UTF-8"
    except OSError as error:
        message = f"can't be read ({error.strerror}); check its permissions"
    raise BadFiles([Problem(path, None, message)])
