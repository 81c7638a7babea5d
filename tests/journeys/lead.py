"""What must be true of a lead at the end of its whole way, whichever window the visitor used."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.slack_server import FakeSlack
from tests.support.program import Installation, eventually


def only_lead(foyer: Installation) -> dict[str, Any]:
    """The one lead of the installation, as `foyer leads --format jsonl` prints it."""
    lines = foyer.run("leads", "--format", "jsonl").stdout.splitlines()
    assert len(lines) == 1, lines
    found: dict[str, Any] = json.loads(lines[0])
    return found


def whole(foyer: Installation, lead_id: str) -> dict[str, Any]:
    """The lead with its transcript, touches, deliveries and events."""
    found: dict[str, Any] = json.loads(foyer.run("lead", lead_id, "--format", "json").stdout)[0]
    return found


def value(lead: dict[str, Any], name: str) -> Any:
    return lead["record"][name]["value"]


def check_lead(foyer: Installation, lead: dict[str, Any]) -> None:
    """Owner with a reason, parts that sum, evidence that stands in the transcript, a planned follow-up."""
    assert lead["route"]["owner"]
    assert lead["route"]["rule"]
    score = lead["score"]
    assert score["total"] == sum(part["points"] for part in score["parts"])
    assert score["total"] == score["fit"] + score["engagement"] - score["risk"]
    assert all(part["evidence"] for part in score["parts"])
    detailed = whole(foyer, lead["id"])
    check_evidence(detailed)
    assert detailed["touches"]
    assert {touch["status"] for touch in detailed["touches"]} == {"planned"}
    assert [touch["due_at"] for touch in detailed["touches"]] == sorted(t["due_at"] for t in detailed["touches"])


def check_evidence(lead: dict[str, Any]) -> None:
    """Every value was said: its words stand in the visitor's turn that it names."""
    turns = {turn["position"]: turn for turn in lead["transcript"]}
    known = {name: known for name, known in lead["record"].items() if known}
    assert known
    for name, known_value in known.items():
        turn = turns[known_value["turn"]]
        assert turn["author"] == "visitor", name
        assert known_value["quote"] in turn["text"], name


def check_alert(slack: FakeSlack, lead: dict[str, Any]) -> None:
    """One alert, with all that a rep needs. The fake has already held its blocks against slack_sdk's models."""
    eventually(lambda: slack.api.messages)
    (alert,) = slack.api.messages
    shown = json.dumps(alert.blocks, ensure_ascii=False)
    for word in (value(lead, "name")["full"], lead["company"], str(lead["score"]["total"]), value(lead, "email")):
        assert word in shown
    assert f"/console/leads/{lead['id']}" in shown
