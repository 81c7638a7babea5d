"""An alert in Slack says what a rep needs, keeps every limit and obeys nobody but us."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator

from integrations.slack.blocks import build_alert_message
from integrations.slack.mrkdwn import escape_mrkdwn, escape_plain
from pipeline.domain.alert import Quote
from pipeline.domain.decision import ScorePart, Skip
from tests.fakes.slack_api import refusal_of_blocks
from tests.integrations.alerts import alerts, an_alert, texts
from tests.support.builders import a_playbook
from tests.support.material import material

SCHEMA = "api/slack_blockkit_message_schema_from_slack_types_3.2.0.json"
TEXTS = a_playbook().get_texts()
OWNER = "<@U024BE7LH>"


def blocks_of(alert):
    return [block.to_dict() for block in build_alert_message(alert, TEXTS).blocks]


def words(part):
    """Every text in a payload, at any depth."""
    if isinstance(part, str):
        return [part]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for item in inner for text in words(item)]


def section(alert, heading):
    """The lines under a heading."""
    texts = [block["text"]["text"] for block in blocks_of(alert) if block["type"] == "section"]
    return next((text.split("\n")[1:] for text in texts if text.startswith(f"*{heading}*")), None)


def test_the_judgement_comes_first():
    header, summary, brief, actions, *_ = blocks_of(an_alert())
    assert header["text"]["text"] == "Maria Silva, Acme Logistics: 75, grade B"
    assert summary["text"]["text"].split("\n") == [
        "*Score 75 of 100, grade B*",
        "*Next:* Immediate call",
        f"*Owner:* {OWNER}",
    ]
    assert brief["text"]["text"].startswith("Head of support")
    assert actions["elements"][0]["url"] == "https://foyer.example/leads/lead-1"


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        (
            "Why this score",
            [
                "• Fit +50 · Engagement +30 · Risk −5",
                "• *+20 Company size:* about 180 people",
                "• *+15 Decision maker:* I run support",
                "• *+15 Use case:* answer WhatsApp at night",
                "• *+30 Demo request:* can I see a demo?",
                "• *−5 Free mail:* gmail.com",
            ],
        ),
        (
            "In their words",
            ["• *Team size:* 180 — “we are about 180 people”", "• *Problem:* “Nobody answers at night”"],
        ),
        ("What is uncertain", ["• No budget was named."]),
        (
            "Route",
            [
                "• *Queue:* Inbound sales",
                "• *Why:* Score of 60 or more goes to inbound sales; Ana has the fewest open leads.",
                "• *Skipped Ben Ito:* on leave until Monday",
            ],
        ),
        ("Planned follow-up", ["• Day 1: email, light", "• Day 3: LinkedIn, connect"]),
    ],
)
def test_the_reasons_follow(heading, lines):
    assert section(an_alert(), heading) == lines


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"parts": ()}, "Why this score"),
        ({"quotes": (Quote("", " ", "\n"),)}, "In their words"),
        ({"uncertain": ("",)}, "What is uncertain"),
        ({"follow_up": ()}, "Planned follow-up"),
    ],
)
def test_what_has_nothing_to_say_is_left_out(changes, heading):
    assert section(an_alert(**changes), heading) is None


def test_a_lead_without_a_score_says_why():
    assert "*No score: too little is known*" in blocks_of(an_alert(score=None, grade=None))[1]["text"]["text"]


@pytest.mark.parametrize("member", [None, "ana", "U1|evil", "<!channel>"])
def test_an_owner_without_a_member_id_is_named_not_mentioned(member):
    assert blocks_of(an_alert(owner_slack_id=member))[1]["text"]["text"].endswith("*Owner:* Ana Costa")


def test_a_lead_that_waits_in_a_queue_says_so():
    summary = blocks_of(an_alert(owner=None, owner_slack_id=None))[1]["text"]["text"]
    assert summary.endswith("*Owner:* nobody yet, waiting in Inbound sales")


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://x/y", "https://", "https://a b", "http://[", "https://x/<!channel>"]
)
def test_only_a_web_address_becomes_a_button(url):
    assert "actions" not in [block["type"] for block in blocks_of(an_alert(url=url))]


def test_the_notification_tells_the_essence():
    text = build_alert_message(an_alert(), TEXTS).text
    assert text == "Maria Silva, Acme Logistics: 75, grade B · Score 75 of 100, grade B · Next: Immediate call"


def test_what_does_not_fit_is_counted():
    parts = tuple(ScorePart(f"signal_{n}", "fit", 1, "x" * 500) for n in range(30))
    *shown, last = section(an_alert(parts=parts), "Why this score")
    assert all(line.endswith("x…") for line in shown[1:])
    assert last == f"… and {31 - len(shown)} more"


@pytest.mark.parametrize("filling", ["x", "&", '"', "\\", "🦊", "x y ", "<!channel>"])
def test_the_fullest_alert_keeps_the_limits(filling):
    text = (filling * 4000)[:4000]
    full = an_alert(
        lead_id=text,
        title=text,
        brief=text,
        grade=text,
        parts=(ScorePart(text, "fit", 1, text),) * 50,
        quotes=(Quote(text, text + "!", text),) * 50,
        uncertain=(text,) * 50,
        next_action=text,
        queue=text,
        owner=text,
        owner_slack_id=None,
        route_reason=text,
        skipped=(Skip(text, text),) * 50,
        follow_up=(text,) * 50,
        url="https://foyer.example/" + "x" * 900,
    )
    assert refusal_of_blocks(blocks_of(full)) is None
    assert len(json.dumps(blocks_of(full), ensure_ascii=False)) < 12_000
    assert section(full, "In their words")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("ping @here, @Channel and @everyone", "ping ＠here, ＠Channel and ＠everyone"),
        ("write to bob@channel.com", "write to bob@channel.com"),
        ("*a* ~b~ `c`", "∗a∗ ∼b∼ ˋcˋ"),
        ("_x_ but jane_doe@x.com", "＿x＿ but jane_doe@x.com"),
        ("> quoted", "› quoted"),
    ],
)
def test_foreign_text_is_shown_as_written(written, shown):
    assert escape_mrkdwn(written, 200) == shown


@pytest.mark.parametrize("limit", range(1, 12))
def test_a_cut_never_splits_an_entity(limit):
    cut = escape_mrkdwn("a&b<c>d", limit)
    assert len(cut) <= limit
    assert cut.endswith("…")
    assert all(part.startswith(("amp;", "lt;", "gt;")) for part in cut.split("&")[1:])


@given(texts)
def test_foreign_text_keeps_its_limit(text):
    assert len(escape_mrkdwn(text, 50)) <= 50
    assert len(escape_plain(text, 50)) <= 50


@settings(deadline=None)
@given(alerts)
def test_slack_accepts_any_alert(alert):
    blocks = blocks_of(alert)
    assert refusal_of_blocks(blocks) is None
    assert len(json.dumps(blocks, ensure_ascii=False)) < 12_000
    assert build_alert_message(alert, TEXTS).text.strip()


@pytest.fixture(scope="module")
def schema():
    """The types that Slack publishes for its own SDKs."""
    return Draft7Validator(json.loads(material(SCHEMA).read_text()))


@settings(deadline=None, max_examples=25)
@given(alert=alerts)
def test_any_alert_obeys_the_published_schema(schema, alert):
    message = build_alert_message(alert, TEXTS)
    payload = {"channel": "C0LEADS", "text": message.text, "blocks": blocks_of(alert)}
    assert not list(schema.iter_errors(payload))


@settings(deadline=None)
@given(alerts)
def test_no_text_of_an_alert_becomes_markup(alert):
    message = build_alert_message(alert, TEXTS)
    said = [text.replace(OWNER, "") for text in (message.text, *words(blocks_of(alert)))]
    assert not [text for text in said if "<" in text or ">" in text]


@settings(deadline=None, max_examples=10)
@given(alerts)
def test_slack_is_told_not_to_make_links_of_plain_text(alert):
    objects = [block["text"] for block in blocks_of(alert) if block["type"] == "section"]
    assert all(text == {"type": "mrkdwn", "verbatim": True, "text": text["text"]} for text in objects)


def test_a_visitor_cannot_write_a_line_of_ours():
    forged = an_alert(skipped=(Skip("Bob\n*Owner:* Eve", "x\n*Queue:* y"),))
    assert section(forged, "Route")[-1] == "• *Skipped Bob ∗Owner:∗ Eve:* x ∗Queue:∗ y"
