"""A prompts folder whose company is always, or never, at work, and whose people are members of the fake Slack."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from tests.support.builders import PROMPTS

MAYA_ID, DANIEL_ID, STRANGER_ID = "U0MAYA", "U0DANIEL", "U0STRANGER"
"""Maya by the id in the playbook, Daniel by his email, and somebody who is not in the team."""
MEMBERS = {DANIEL_ID: "Daniel@brightdesk.example", STRANGER_ID: "guest@elsewhere.example"}
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MAYA, DANIEL = "Maya Lindqvist", "Daniel Okafor"


def prompts_in(folder: Path, *, at_work: bool = True, join_within: float = 3, back_after: float = 15) -> Path:
    """The shipped prompts below `folder`, changed; times in minutes."""
    prompts = folder / "prompts"
    shutil.copytree(PROMPTS, prompts, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    company = prompts / "playbook" / "company.yaml"
    # No clock is set in the running program: the only working day of who is not at work is days away in every zone.
    days = DAYS if at_work else [DAYS[(datetime.now(UTC).weekday() + 3) % 7]]
    lines = [
        line
        for line in company.read_text("utf-8").splitlines()
        if not line.startswith(("holidays:", "  days:", "  start:", "  end:", "  join_within:", "  back_after:"))
    ]
    hours = [f"  days: [{', '.join(days)}]", '  start: "00:00"', '  end: "23:59:59.999999"']
    times = [f"  join_within: {join_within}", f"  back_after: {back_after}"]
    out = []
    for line in lines:
        out.append(line)
        out += hours if line.startswith("working_hours:") else times if line.startswith("takeover:") else []
    company.write_text("\n".join(out) + "\n", "utf-8")
    routing = prompts / "playbook" / "routing.yaml"
    maya = "    name: Maya Lindqvist\n"
    routing.write_text(routing.read_text("utf-8").replace(maya, f"{maya}    slack_id: {MAYA_ID}\n"), "utf-8")
    return prompts
