"""What stands on each page, for the people who read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.decision.alert import withdraw_alert
from pipeline.domain.conversation import Author
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.domain.record import Record
from pipeline.reports.leads import ActionView
from tests.console.html import read
from tests.console.views import BRIEF, NOW, PARTS, PROFILE, Shelf, a_delivery, a_draft, a_lead, a_page, a_turn, an_alert

LEAD = "/console/leads/lead_8f3k2m9x4q"
FULL = Shelf([a_lead()], [a_page()], [a_delivery()], [a_draft()])


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return read(response.text)


def section(tree, heading):
    return next(s for s in tree.all("section") if s.all("h2") and s.all("h2")[0].line == heading)


def facts(element):
    return {div.one("dt").line: div.one("dd").line for dl in element.all("dl") for div in dl.all("div")}


# ------------------------------------------------------------------------------------------------------- the list


def test_a_newcomer_is_told_what_to_do(browse):
    main = page(browse(), "/console/").one("main")
    assert "No leads yet" in main.line
    assert main.one("a", href="/").line == "demo site"
    assert "Nova" in main.line


def test_the_list_shows_what_decides_the_next_minute(browse):
    row = page(browse(FULL), "/console/").one("tbody").one("tr")
    assert [cell.line for cell in row.children if not isinstance(cell, str)] == [
        "62 grade B",
        "Maria Silva Acme Logistics",
        "answer WhatsApp at night",
        "Inbound sales Ana Costa",
        "MQL",
        "Fast follow-up due in 4 hours, Mon 23 Nov 2026, 14:00",
        "5 minutes ago Mon 23 Nov 2026, 09:55",
    ]
    assert row.one("a").attributes["href"] == LEAD


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"score": None}, "no score"),
        ({"owner": None}, "Nobody yet"),
        ({"record": Record(), "contact": None, "company": None}, "A visitor without a name"),
        ({"record": Record()}, "Not said"),
        ({"next_action_at": NOW - timedelta(hours=3)}, "was due 3 hours ago"),
        ({"status": "closed"}, "Closed"),
        ({"status": "closed", "outcome": OutcomeKind.LOST}, "Closed: lost"),
        ({"status": "partial", "next_action_at": NOW - timedelta(hours=3)}, "was due 3 hours ago"),
        ({"owner": "someone_who_left"}, "someone_who_left"),
    ],
)
def test_the_list_says_plainly_what_is_not_there(browse, changes, shown):
    assert shown in page(browse(Shelf([a_lead(**changes)])), "/console/").one("tbody").line


@pytest.mark.parametrize("path", ["/console/", LEAD])
def test_nothing_is_due_on_a_closed_lead(browse, path):
    lead = a_lead(status="closed", next_action_at=NOW - timedelta(days=3))
    shown = page(browse(Shelf([lead], [a_page(lead=lead)])), path).line
    assert "closed, nothing is due" in shown
    assert "was due" not in shown


def test_the_page_tells_what_people_did_by_which_door_and_what_was_before(browse):
    ended = {"result": "won", "at": NOW.isoformat(), "by": "ana", "reason": None, "value": 9.5}
    joined = ActionView(NOW, "join_conversation", "ben", "rep", "slack", "c1",
                        {"holder": "wanted", "person": None}, {"holder": "person", "person": "ben"}, None)  # fmt: skip
    closed = ActionView(NOW, "record_outcome", "ana", "rep", "console", "lead_1",
                        {"status": "closed", "outcome": {**ended, "result": "lost"}},
                        {"status": "closed", "outcome": ended}, "they called again")  # fmt: skip
    tree = page(browse(Shelf(pages=[a_page(actions=(joined, closed))])), LEAD)
    first, second = (each.line for each in tree.one("section", **{"aria-labelledby": "h-done"}).all("li"))
    for words in ("Join conversation", "Ben", "slack", "Holder: wanted → person", "Person: nothing → Ben"):
        assert words in first
    for words in ("Record outcome", "Ana Costa, console", "Outcome: Lost → Won", "Reason: they called again"):
        assert words in second
    assert "Status" not in second


def test_the_page_tells_how_a_lead_ended_and_what_was_said_before(browse):
    won = Outcome(OutcomeKind.WON, NOW, "ana", value=12000.5)
    lost = Outcome(OutcomeKind.LOST, NOW - timedelta(days=1), "ben", "no budget")
    shown = a_page(lead=a_lead(status="closed", outcome=OutcomeKind.WON), outcomes=(won, lost))
    tree = page(browse(Shelf(pages=[shown])), LEAD)
    assert "Closed: won" in tree.one("header", class_="lead-head").line
    told = tree.one("section", **{"aria-labelledby": "h-outcome"}).one("ol")
    first, second = (each.line for each in told.all("li"))
    assert "Won, worth 12,000.50" in first
    assert "Lost until it was told anew" in second
    assert "no budget" in second


@pytest.mark.parametrize(
    ("asked", "shown", "links"),
    [
        ("", ("1 to 25 of 60", "lead_00", "lead_24"), ["?page=2"]),
        ("?page=2", ("26 to 50 of 60", "lead_25", "lead_49"), ["?page=1", "?page=3"]),
        ("?page=3", ("51 to 60 of 60", "lead_50", "lead_59"), ["?page=2"]),
        ("?page=99", ("51 to 60 of 60", "lead_50", "lead_59"), ["?page=2"]),
        ("?page=0", ("1 to 25 of 60", "lead_00", "lead_24"), ["?page=2"]),
        ("?page=-1", ("1 to 25 of 60", "lead_00", "lead_24"), ["?page=2"]),
        ("?page=two", ("1 to 25 of 60", "lead_00", "lead_24"), ["?page=2"]),
        ("?page=" + "9" * 5000, ("1 to 25 of 60", "lead_00", "lead_24"), ["?page=2"]),
    ],
)
def test_the_list_is_read_page_by_page(browse, asked, shown, links):
    tree = page(browse(Shelf([a_lead(id=f"lead_{n:02}") for n in range(60)])), f"/console/{asked}")
    rows = [row.one("a").attributes["href"].rpartition("/")[2] for row in tree.one("tbody").all("tr")]
    assert shown[0] in tree.line
    assert (rows[0], rows[-1]) == shown[1:]
    paging = tree.one("nav", class_="paging")
    assert [link.attributes["href"] for link in paging.all("a")] == links


def test_one_page_needs_no_paging(browse):
    assert not page(browse(FULL), "/console/").all("nav", class_="paging")


def test_links_follow_the_place_where_the_console_is_mounted(browse):
    tree = page(browse(FULL, prefix="/team/desk"), "/team/desk/")
    assert tree.one("tbody").one("a").attributes["href"] == "/team/desk/leads/lead_8f3k2m9x4q"


def test_the_address_may_be_typed_without_its_last_slash(browse):
    assert browse(FULL).get("/console").url.path == "/console/"


# ------------------------------------------------------------------------------------------------------- one lead


def test_an_unknown_lead_is_a_page_that_leads_back(browse):
    tree = page(browse(FULL), "/console/leads/lead_0000000000", 404)
    assert tree.one("h1").line == "There is no such lead"
    assert tree.one("main").one("a").attributes["href"] == "/console/"


@pytest.mark.parametrize("path", ["/console/nothing", "/console/leads/", "/console/leads/x/y", "/console/static/a.css"])
def test_an_unknown_address_is_a_page_too(browse, path):
    assert page(browse(FULL), path, 404).one("h1").line == "There is no such page"


def test_the_head_of_a_lead_says_who_and_how_hot(browse):
    head = page(browse(FULL), LEAD).one("header", class_="lead-head")
    assert head.one("h1").line == "Maria Silva Acme Logistics"
    chips = [chip.line for chip in head.one("ul").all("li")]
    assert chips == ["62 grade B", "MQL", "Open", "Inbound sales: Ana Costa", "Created 5 minutes ago"]


def test_the_brief_comes_with_the_next_action(browse):
    brief = section(page(browse(FULL), LEAD), "Brief").line
    assert "wants WhatsApp answered at night before March" in brief
    assert "Next action Fast follow-up, due in 4 hours, Mon 23 Nov 2026, 14:00" in brief
    assert "Her role was not given." in brief


def points(text):
    return int(text.replace("\u2212", "-"))


@pytest.mark.parametrize(("path", "heading"), [(LEAD, "Score"), ("/console/alerts", None)])
def test_the_points_shown_add_up_to_the_total_shown(browse, path, heading):
    table = page(browse(FULL), path).one("table", class_="points")
    groups = [
        (body.all("tr")[0].line, [points(row.all("td")[-1].line) for row in body.all("tr")[1:]])
        for body in table.all("tbody")
    ]
    assert groups == [("Fit+35", [20, 15, 0]), ("Engagement+30", [30]), ("Risk\u22123", [-3])]
    shown = points(table.one("tfoot").one("td").line)
    assert shown == sum(sum(rows) for _, rows in groups) == sum(part.points for part in PARTS) == 62


def test_a_signal_says_what_it_means_and_what_it_rests_on(browse):
    row = page(browse(FULL), LEAD).one("table", class_="points").all("tbody")[0].all("tr")[1]
    assert [cell.line for cell in row.children] == [
        "Company sizea team of the size we serve best",
        "200 people",
        "+20",
    ]


@pytest.mark.parametrize(("model", "told"), [("agencies", True), ("default", False)])
def test_a_score_by_the_points_of_a_segment_says_so(browse, model, told):
    plain = a_lead().decision.score
    assert plain
    shelf = Shelf(pages=[a_page(lead=a_lead(score=replace(plain, model=model)))])
    assert ("by the points for agencies" in browse(shelf).get(LEAD).text) is told


def test_without_a_score_it_is_said_what_would_settle_it(browse):
    lead = a_lead(score=None, missing=("team_size", "use_case"))
    score = section(page(browse(Shelf(pages=[a_page(lead=lead)])), LEAD), "Score")
    assert "Too little is known for a number." in score.line
    assert "These would settle it: Company size, Main interest." in score.line
    assert not score.all("table")


def test_the_record_shows_values_in_words_beside_the_visitors_own(browse):
    rows = page(browse(FULL), LEAD).one("table", class_="record").one("tbody").all("tr")
    shown = {row.one("th").line: (row.all("td")[0].line, row.all("q")[0].line) for row in rows}
    assert list(shown)[:3] == ["Goal", "Problem", "Main interest"]
    assert shown["Main interest"] == ("Live chat 80% sure", "WhatsApp")
    assert shown["Name"] == ("Maria Silva", "Maria Silva")
    assert shown["Budget"] == ("up to 2,000 USD per month", "up to 2000 dollars a month")


def test_a_person_can_be_written_to_and_called_from_the_record(browse):
    record = page(browse(FULL), LEAD).one("table", class_="record")
    assert record.one("a", href="mailto:maria@acme-logistics.example")
    assert record.one("a", href="tel:+5511987654321")


def test_what_was_corrected_is_kept_in_sight(browse):
    rows = page(browse(FULL), LEAD).one("table", class_="record").one("tbody").all("tr")
    size = next(row for row in rows if row.one("th").line == "Company size")
    assert size.all("td")[0].line == "200 people"
    assert size.one("span", class_="corrected").line == "Corrected; before: 180 people about 180 people"


def test_what_is_not_known_says_why(browse):
    silence = facts(section(page(browse(FULL), LEAD), "What they said"))
    assert silence == {
        "Would rather not say": "Role",
        "Did not know": "Current tools",
        "Not said": "Stage, Industry, Location",
    }


def test_the_route_explains_itself(browse):
    route = section(page(browse(FULL), LEAD), "Route")
    assert facts(route) == {
        "Queue": "Inbound sales",
        "Owner": "Ana Costa",
        "Rule": "Score of 60 or more",
        "Why": "Ana has the fewest open leads.",
        "Fallback": "outside working hours: the next to be at work",
        "Confidence": "90%",
    }
    assert route.one("li").line == "Ben Ito: on leave until Monday"


def test_the_profile_uses_the_playbooks_labels_and_admits_what_is_unknown(browse):
    card = section(page(browse(FULL), LEAD), "Who they are to us")
    shown = facts(card)
    assert "Known company: acme-logistics.example is known" in card.line
    assert (shown["Industry"], shown["Buyer role"], shown["Confidence"]) == ("Logistics & freight", "Unknown", "84%")
    assert "calling code +55" in card.line
    assert "Register: no data" in card.line


def test_each_value_of_the_profile_says_what_it_rests_on_and_whether_only_a_model_read_it(browse):
    words = {"urgency": ("before March",), "intent": ("can I see it?", "a demo")}
    profile = replace(PROFILE, rests_on=words, by_model=("urgency",), evidence=("before March", "can I see it?"))
    card = section(page(browse(Shelf(pages=[a_page(lead=a_lead(profile=profile))])), LEAD), "Who they are to us")
    shown = facts(card)
    assert shown["Urgency"] == "Medium read by a model because of before March"
    assert shown["Intent"] == "High because of can I see it?, a demo"
    assert shown["Industry"] == "Logistics & freight not from what they said"
    assert shown["Buyer role"] == "Unknown"
    assert card.line.count("before March") == 1


def test_a_profile_from_before_values_had_words_of_their_own_shows_all_words_together(browse):
    card = section(page(browse(FULL), LEAD), "Who they are to us")
    assert facts(card)["Urgency"] == "Medium"
    assert "before March" in card.line


def test_a_brief_says_which_model_worded_it(browse):
    worded = a_lead(brief=replace(BRIEF, worded_by="some-model"))
    card = section(page(browse(Shelf(pages=[a_page(lead=worded)])), LEAD), "Brief")
    assert "worded by some-model, each sentence checked" in card.line
    assert "worded by" not in section(page(browse(FULL), LEAD), "Brief").line


def test_a_brief_from_before_the_score_changed_says_so(browse):
    changed = Shelf(pages=[a_page(lead=a_lead(is_rescored=True))])
    assert (
        "The brief is of 5 minutes ago. By now the score is 62, grade B."
        in section(page(browse(changed), LEAD), "Brief").line
    )
    assert "By now" not in section(page(browse(FULL), LEAD), "Brief").line


def test_touches_are_due_on_the_leads_own_clocks_and_nothing_is_sent_unasked(browse):
    card = section(page(browse(FULL), LEAD), "Follow-up")
    touches = [item.line for item in card.one("ol").all("li")]
    assert "Email Awaiting approval Mon 23 Nov 2026, 10:00 America/Sao_Paulo, 2 hours ago" in touches[0]
    assert "Hi Maria, you asked who answers WhatsApp at night. Ana" in touches[0]
    assert "Email Planned Thu 26 Nov 2026, 12:00 America/Sao_Paulo, in 3 days" in touches[1]
    assert "Nothing is sent without a person's approval." in card.line
    assert "not possible on this page yet" in card.line
    assert not card.all("form")


def test_the_timeline_is_in_words(browse):
    events = [item.line for item in section(page(browse(FULL), LEAD), "Timeline").all("li")]
    assert events[0].startswith("Decided Foyer, Mon 23 Nov 2026, 09:55 (5 minutes ago)")
    assert "Match: Known company" in events[0]
    assert "Queue: Inbound sales" in events[0]
    assert "Owner: Ana Costa" in events[0]
    assert "Rule" not in events[0]
    assert "Draft waits for approval" in events[2]


def test_consent_origin_and_versions_are_shown_and_no_visitors_address_is_a_link(browse):
    card = section(page(browse(FULL), LEAD), "Consent and origin")
    shown = facts(card)
    assert "Consent given Mon 23 Nov 2026, 09:40" in card.line
    assert card.one("blockquote").line == "May we keep your contact details to answer you?"
    assert shown["utm_campaign"] == "night-cover"
    assert shown["Referrer"] == "https://search.example/?q=chat"
    assert (shown["Playbook"], shown["Model"]) == ("playbook0001", "none, by rules")
    assert not card.all("a")


@pytest.mark.parametrize(
    ("changes", "heading", "shown"),
    [
        ({"lead": a_lead(consent=None)}, "Consent and origin", "No consent was asked for or answered."),
        ({"lead": a_lead(consent=None, answer_only=True)}, "Consent and origin", "may only be answered."),
        ({"lead": a_lead(record=Record())}, "What they said", "Nothing yet."),
        ({"lead": a_lead(owner=None)}, "Route", "Nobody yet"),
        ({"transcript": ()}, "Transcript", "No conversation is stored; this lead came by chat."),
        ({"touches": (), "lead": a_lead(plan=None)}, "Follow-up", "No touches are planned"),
        ({"touches": (), "lead": a_lead(plan=None)}, "Follow-up", "Nothing is sent without a person's approval."),
        ({"deliveries": ()}, "Alert", "No alert was made"),
        ({"events": ()}, "Timeline", "Nothing has happened yet."),
    ],
)
def test_what_is_missing_is_said(browse, changes, heading, shown):
    tree = page(browse(Shelf(pages=[a_page(**changes)])), LEAD)
    assert shown in section(tree, heading).line


def test_a_colleague_in_the_chat_has_a_name(browse):
    turn = a_turn(0, "Ana here, how can I help?", Author.PERSON, author_name="Ana Costa")
    talk = section(page(browse(Shelf(pages=[a_page(transcript=(turn,))])), LEAD), "Transcript")
    assert talk.one("p", class_="speaker").line.startswith("Ana Costa")


# --------------------------------------------------------------------------------------- alerts, and drafts to approve

WAITING = {"status": "pending", "sent_at": None, "channel": None}
STATES = [
    ({}, "Sent to #leads 4 minutes ago"),
    ({**WAITING, "attempts": 0}, "Waiting to be sent"),
    (
        {**WAITING, "attempts": 2, "error": "Slack does not answer", "due_at": NOW + timedelta(minutes=5)},
        "Waiting after 2 tries: Slack does not answer Nothing is lost; the next try is due in 5 minutes.",
    ),
    (
        {**WAITING, "status": "failed", "error": "channel_not_found"},
        "Not delivered: channel_not_found Tell the owner yourself now. Then mend the cause "
        "('foyer doctor' shows what is set up and what answers) and send it again with 'foyer doctor --retry'.",
    ),
]


@pytest.mark.parametrize(("changes", "shown"), STATES)
def test_a_delivery_says_where_it_stands_and_what_to_do(browse, changes, shown):
    shelf = Shelf(pages=[a_page(deliveries=(a_delivery(**changes),))], alerts=[a_delivery(**changes)])
    client = browse(shelf)
    for path in (LEAD, "/console/alerts"):
        assert page(client, path).one("p", class_="state").line == shown


def test_an_alert_holds_all_that_a_rep_needs(browse):
    article = page(browse(FULL), "/console/alerts").one("article")
    for needed in (
        "62 grade B",
        "wants WhatsApp answered at night",
        "Next action Fast follow-up Owner Ana Costa Queue Inbound sales",
        "Company size",
        "answer WhatsApp at night",
        "Her role was not given.",
        "Ana has the fewest open leads.",
        "Ben Ito: on leave until Monday",
        "Wed 25 Nov 10:00 (America/Sao_Paulo): email",
    ):
        assert needed in article.line
    assert article.one("h2").one("a").attributes["href"] == LEAD


def test_an_alert_without_a_score_or_an_owner_says_so(browse):
    alert = an_alert(score=None, grade=None, parts=(), owner=None, follow_up=(), quotes=(), uncertain=(), skipped=())
    article = page(browse(Shelf(alerts=[a_delivery(alert=alert)])), "/console/alerts").one("article")
    assert "no score" in article.line
    assert "Owner nobody yet" in article.line
    assert not article.all("table")


def test_an_alert_that_was_taken_back_leads_nowhere_and_tells_nothing_of_the_visitor(browse):
    alert = withdraw_alert(an_alert())
    article = page(browse(Shelf(alerts=[a_delivery(alert=alert)])), "/console/alerts").one("article")
    assert article.one("h2").line == "Taken back by the visitor"
    assert not article.all("a")
    assert "Maria" not in article.line
    assert "night" not in article.line


def test_no_alerts_and_no_drafts_are_explained(browse):
    assert "No alerts yet" in page(browse(), "/console/alerts").line
    assert "No drafts wait" in page(browse(), "/console/follow-ups").line


def test_drafts_are_read_here_and_sent_by_people(browse):
    main = page(browse(FULL), "/console/follow-ups").one("main")
    article = main.one("article")
    assert "Foyer sends nothing by itself" in main.line
    assert (
        "Email, step 1 of Fast follow-up; was due Mon 23 Nov 2026, 10:00 America/Sao_Paulo (2 hours ago)"
        in article.line
    )
    assert article.one("p", class_="letter").text == a_draft().body
    assert article.one("a").attributes["href"] == LEAD
    assert not main.all("form")


@pytest.mark.parametrize(
    ("path", "shelf", "shown"),
    [
        ("/console/alerts", Shelf(alerts=[a_delivery()] * 51), "the newest 50 are shown"),
        ("/console/follow-ups", Shelf(waiting=[a_draft()] * 101), "the first 100 are shown"),
    ],
)
def test_a_list_that_is_cut_says_so(browse, path, shelf, shown):
    assert shown in page(browse(shelf), path).line


# ------------------------------------------------------------------------------------------------------ every page

PATHS = ["/console/", LEAD, "/console/alerts", "/console/follow-ups", "/console/nothing"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_read_without_seeing_it(browse, path):
    tree = read(browse(FULL).get(path).text)
    html = tree.one("html")
    assert html.attributes["lang"] == "en"
    assert html.one("title").line
    assert len(html.all("h1")) == len(html.all("main")) == 1
    assert html.one("a", class_="skip").attributes["href"] == "#main"
    assert all(table.all("caption") for table in html.all("table"))
    assert all("scope" in cell.attributes for cell in html.all("th"))
    ids = [element.attributes["id"] for element in html.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert all(link.attributes["href"][1:] in ids for link in html.all("a") if link.attributes["href"][0] == "#")
    assert {e.attributes["aria-labelledby"] for e in html.all() if "aria-labelledby" in e.attributes} <= set(ids)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_keeps_to_itself(browse, path):
    response = browse(FULL).get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    tree = read(response.text)
    assert not tree.all("script") + tree.all("style") + tree.all("iframe")
    assert not [e for e in tree.all() if "style" in e.attributes or any(a.startswith("on") for a in e.attributes)]
    loaded = [e.attributes["href"] for e in tree.all("link")] + [e.attributes["src"] for e in tree.all("img")]
    assert all(address.startswith("/console/static/") for address in loaded)


def test_the_look_is_kept_for_good_and_renamed_when_it_changes(browse):
    client = browse()
    for element in read(client.get("/console/").text).all("link"):
        response = client.get(element.attributes["href"])
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["content-type"].startswith(("text/css", "image/svg+xml"))
        assert response.content


def test_the_current_page_is_marked_in_the_menu(browse):
    for path, label in [("/console/", "Leads"), ("/console/alerts", "Alerts"), ("/console/follow-ups", "Follow-ups")]:
        assert page(browse(FULL), path).one("a", **{"aria-current": "page"}).line == label
