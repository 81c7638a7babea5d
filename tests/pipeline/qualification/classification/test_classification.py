"""Classification is strict: nothing is guessed, each conclusion has its words, and no buyer is called spam lightly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.record import Field, Record, TeamSize, Timeline
from pipeline.qualification.classification import classify_submission
from tests.support.builders import NOW, a_fact, a_known, a_lead, a_playbook, a_submission, an_enrichment

TODAY = NOW.date()
RULES = a_playbook().classification
CONFIDENCE = RULES.confidence


def step(points: float) -> float:
    """The confidence in a buyer with so many points."""
    return ([CONFIDENCE.undecided] + [row.confidence for row in CONFIDENCE.buyer if row.points <= points])[-1]


def profile_of(submission, *facts):
    return classify_submission(submission, an_enrichment(submission, *facts), a_playbook())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We offer high quality guest post on your blog", "spam"),
        ("Make money online, buy followers today", "spam"),
        ("I represent an agency and would like to offer our services", "vendor"),
        ("Could we advertise on your website?", "vendor"),
        ("Wypozycjonujemy Twoją stronę", "spam"),
        ("Nous souhaitons vous proposer nos services", "vendor"),
        ("Szukam pracy", "job_seeker"),
        ("Sono già cliente", "existing_customer"),
        ("Quanto custa para uma equipe de 10 pessoas?", "buyer"),
        ("I'm a student writing my thesis about helpdesks", "student"),
        ("Are you hiring? My CV is attached", "job_seeker"),
        ("We are already customers and need more seats", "existing_customer"),
        ("Hello", "unknown"),
        ("", "unknown"),
        ("Hi, I wanted to know your price.", "unknown"),
        ("Can we have a demo?", "buyer"),
        ("I am not a student, just curious", "unknown"),
    ],
)
def test_the_kind_by_words(text, kind):
    assert profile_of(a_submission(text=text)).kind == kind


BUYERS_WORDS = [
    "We lose track of emails since we run an online casino",
    "Our customers ask about backlinks and our services all day",
    "Students at our school ask the same questions",
    "We have 40 open positions and vacancies on our job board and drown in tickets",
    "Our customers ask how to reset my password and where is my invoice",
    "Some tickets are urgent and nobody sees them",
    "We are an outsourcing company and answer tickets for shops",
    "How does it work for you and for us?",
    "Our existing customer base writes 300 emails a day",
    "Existing customers complain about slow replies",
]


@pytest.mark.parametrize("text", BUYERS_WORDS)
def test_a_buyers_words_are_not_held_against_them(text):
    assert profile_of(a_lead(text=text)).kind == "buyer"


@pytest.mark.parametrize("sign", [{"team_size": 30}, {"budget": 500}, {"timeline": TODAY}, {"use_case": "live_chat"}])
def test_one_phrase_beside_a_sign_of_a_need_goes_to_a_person(sign):
    profile = profile_of(a_submission(text="We publish guest posts for customers", **sign))
    assert (profile.kind, profile.route_to_sales) == ("unknown", False)
    assert profile.confidence == CONFIDENCE.undecided < RULES.confidence_threshold
    assert profile.reason == "wrote “guest posts” beside signs of a buyer: a person decides"
    assert profile.rests_on["kind"] == ("guest posts",)


def test_that_somebody_looks_for_something_weighs_against_no_kind():
    assert profile_of(a_submission(text="We want to publish guest posts")).kind == "spam"


@pytest.mark.parametrize(
    ("signs", "kind"),
    [({}, "spam"), ({"budget": 500}, "spam"), ({"budget": 500, "team_size": 8, "use_case": "live_chat"}, "unknown")],
)
def test_it_takes_more_phrases_than_signs_of_a_need(signs, kind):
    text = "guest post and dofollow link exchange"
    assert profile_of(a_submission(text=text, **signs)).kind == kind


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("Could we get a demo of your inbox?", {}),
        ("Please reply.", {"use_case": "live_chat"}),
        ("Please reply.", {"team_size": 8}),
        ("Our customers wait for answers to their tickets.", {}),
    ],
)
def test_no_number_of_spam_phrases_outweighs_what_a_buyer_asks_or_needs(words, signs):
    trade = "We sell guest posts, dofollow links, seo packages, link insertion, sponsored posts and buy backlinks."
    profile = profile_of(a_submission(text=f"{trade} {words}", **signs))
    assert (profile.kind, profile.confidence) == ("unknown", CONFIDENCE.undecided)
    assert profile_of(a_submission(text=trade)).kind == "spam"


def test_growth_of_their_own_makes_nobody_spam():
    text = "Our website traffic doubled, instagram followers for our shop exploded and we can't answer. Help!"
    assert profile_of(a_submission(text=text)).kind in ("buyer", "unknown")


@pytest.mark.parametrize(
    ("text", "kind"), [("my thesis", "student"), ("my résumé", "job_seeker"), ("guest posts", "unknown")]
)
def test_a_thesis_has_a_subject_and_says_nothing_against_itself(text, kind):
    assert profile_of(a_submission(text=text, use_case="live_chat")).kind == kind


def test_an_existing_customer_stays_one_beside_signs_of_a_buyer():
    assert profile_of(a_lead(text="We are already customers")).kind == "existing_customer"


@pytest.mark.parametrize(
    ("text", "phrases"), [("my thesis", 1), ("my thesis, MY THESIS", 1), ("my thesis, my homework", 2)]
)
def test_the_confidence_in_a_kind_grows_with_its_different_phrases(text, phrases):
    assert profile_of(a_submission(text=text)).confidence == CONFIDENCE.told_by_words[phrases - 1]


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ({"use_case": "live_chat"}, 2),
        ({"use_case": "live_chat", "industry": "saas"}, 3),
        ({"text": "our customers wait"}, 2),
        ({"text": "our customers wait for our agents"}, 3),
        ({"text": "a demo please"}, 2),
        ({"text": "we need something like this"}, 1),
        ({"text": "we need it for our customers"}, 3),
        ({"text": "what is the price for our customers"}, 3),
        ({"team_size": 5, "budget": 100, "tools": ["zendesk"]}, 5),
    ],
)
def test_the_confidence_in_a_buyer_is_that_of_the_step_its_points_reach(said, points):
    assert profile_of(a_submission(**said)).confidence == step(points)


@pytest.mark.parametrize(("sureness", "points"), [(1.0, 2), (0.4, 0.8)])
def test_a_value_that_was_understood_badly_weighs_less(sureness, points):
    record = Record(known={Field.USE_CASE: a_known("live_chat", confidence=sureness)})
    assert profile_of(a_submission(record)).confidence == step(points)


@pytest.mark.parametrize(
    "fields", [{"industry": "saas"}, {"role": "CTO"}, {"stage": "exploring"}, {"goal": "a test"}, {}]
)
def test_what_everybody_says_makes_nobody_a_buyer(fields):
    profile = profile_of(a_submission(text="what is your price", **fields))
    assert (profile.kind, profile.confidence) == ("unknown", CONFIDENCE.undecided)
    assert profile.reason == "nothing tells who writes: a person decides"


@pytest.mark.parametrize(
    ("timeline", "urgency"),
    [
        (TODAY + timedelta(days=14), "high"),
        (TODAY + timedelta(days=15), "medium"),
        (TODAY + timedelta(days=90), "medium"),
        (TODAY + timedelta(days=91), "low"),
        (TODAY - timedelta(days=3), "high"),
        (Timeline(TODAY + timedelta(days=200), None), "low"),
        (Timeline(TODAY, TODAY + timedelta(days=40)), "medium"),
        (Timeline(None, None), "unknown"),
    ],
)
def test_urgency_is_read_from_the_date(timeline, urgency):
    assert profile_of(a_submission(timeline=timeline)).urgency == urgency


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("we need this ASAP", "high"),
        ("it's not urgent", "unknown"),
        ("answers to urgent tickets", "unknown"),
        ("right now we use Zendesk", "unknown"),
    ],
)
def test_urgency_is_read_from_words(text, urgency):
    assert profile_of(a_submission(text=text)).urgency == urgency


@pytest.mark.parametrize(
    ("fields", "fit"),
    [
        ({"industry": "saas", "team_size": 50}, "strong"),
        ({"industry": "saas", "team_size": 500}, "strong"),
        ({"industry": "saas", "team_size": (40, 80)}, "strong"),
        ({"industry": "saas", "team_size": 49}, "possible"),
        ({"industry": "saas", "team_size": (501, None)}, "possible"),
        ({"industry": "saas"}, "possible"),
        ({"industry": "healthcare", "team_size": 100}, "weak"),
        ({"team_size": 100}, "unknown"),
        ({"industry": "saas", "team_size": TeamSize(None, None)}, "possible"),
    ],
)
def test_how_a_company_fits(fields, fit):
    assert profile_of(a_submission(**fields)).company_fit == fit


def test_a_provider_fills_what_was_not_said():
    profile = profile_of(a_submission(), a_fact("industry", "saas"), a_fact("company_size", 60))
    assert (profile.kind, profile.industry, profile.company_fit) == ("buyer", "saas", "strong")
    assert "industry" not in profile.rests_on


@pytest.mark.parametrize(
    ("role", "buyer_role"),
    [
        ("Founder", "founder"),
        ("Head of Support", "support"),
        ("Sales Director", "sales"),
        ("CTO", "technical"),
        ("CMO", "marketing"),
        ("COO", "ops"),
        ("accountant", "other"),
        (None, "unknown"),
    ],
)
def test_the_role_in_the_purchase(role, buyer_role):
    assert profile_of(a_lead(role=role)).buyer_role == buyer_role


@pytest.mark.parametrize(
    ("submission", "intent"),
    [
        (a_submission(text="a demo please"), "high"),
        (a_submission(problem="we drown in mail"), "medium"),
        (a_submission(stage="exploring"), "low"),
        (a_submission(text="my thesis, a demo please, my homework"), "low"),
        (a_submission(name="Jane"), "unknown"),
    ],
)
def test_intent(submission, intent):
    assert profile_of(submission).intent == intent


def test_an_ordinary_complete_enquiry_goes_to_sales_with_the_words_of_each_value():
    profile = profile_of(a_lead(text="we lose track of customer emails, it's urgent"))
    assert (profile.kind, profile.route_to_sales) == ("buyer", True)
    assert profile.reason.startswith("buyer: wrote “lose track”, “customer emails”")
    assert dict(profile.rests_on) == {
        "kind": ("lose track", "customer emails", "ecommerce", "shared_inbox", "we are 120 to 120", "Head of Support"),
        "industry": ("ecommerce",),
        "use_case": ("shared_inbox",),
        "urgency": ("it's urgent",),
        "company_fit": ("ecommerce", "we are 120 to 120"),
        "buyer_role": ("Head of Support",),
        "intent": ("lose track", "customer emails", "shared_inbox", "we are 120 to 120", "answer within an hour",
                   "we lose track of customer emails"),
    }  # fmt: skip
    assert set(profile.evidence) == {quote for words in profile.rests_on.values() for quote in words}


@given(
    text=st.text(max_size=80),
    fields=st.fixed_dictionaries(
        {},
        optional={
            "industry": st.sampled_from(["saas", "healthcare", "no_such_industry"]),
            "team_size": st.tuples(st.none() | st.integers(1, 9999), st.none() | st.integers(1, 9999)),
            "problem": st.text(min_size=1, max_size=20),
            "timeline": st.dates(date(2020, 1, 1), date(2035, 1, 1)),
            "role": st.text(min_size=1, max_size=20),
        },
    ),
)
def test_nothing_is_guessed(text, fields):
    profile = profile_of(a_submission(text=text, **fields))
    assert 0 <= profile.confidence <= 1
    assert profile.industry == fields.get("industry")
    assert profile.use_case is None
    assert "timeline" in fields or profile.urgency in ("unknown", "high")
    assert profile.reason
    assert profile.route_to_sales <= (profile.kind == "buyer")
