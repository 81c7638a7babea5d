"""Questions and the approved language that answers them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import MOST_ANSWERS, Knowledge, find_questions, read_knowledge
from prompts.problems import BadFiles
from tests.support.builders import PROMPTS

SHIPPED = read_knowledge(PROMPTS / "knowledge")


def titles(text: str, knowledge: Knowledge = SHIPPED, language: str = "en") -> list[str]:
    by_answer = {section.answer: section.title for section in knowledge.sections[language]}
    return [by_answer[answer] for answer in knowledge.find(text, language).answers]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What does it cost?", "What does it cost?"),
        ("how much is it", "What does it cost?"),
        ("whats the pirce", "What does it cost?"),
        ("What are your PRICES?", "What does it cost?"),
        ("Is there a free trial?", "Is there a free trial?"),
        ("do you have an API", "What does it integrate with?"),
        ("Does it work with Shopify?", "What does it integrate with?"),
        ("We use Shopify. Do you support that?", "What does it integrate with?"),
        ("Are you GDPR compliant?", "Where is our data kept?"),
        ("where is the data stored?", "Where is our data kept?"),
        ("How long does setup take?", "How long does the setup take?"),
        ("can I cancel anytime?", "Can I cancel at any time?"),
        ("Am I talking to a human?", "Are you a real person?"),
        ("are you a bot", "Are you a real person?"),
        ("so what do you do", "What is Brightdesk?"),
        ("what do you do with my data?", "What happens with what I write?"),
        ("Could someone show me a demo?", "Can I see a demo?"),
        ("can we import our old tickets from Zendesk?", "Can we move our data from another tool?"),
    ],
)
def test_people_find_the_section_they_mean(question: str, title: str):
    assert titles(question) == [title]
    assert SHIPPED.find(question, "en").unanswered == ()


@pytest.mark.parametrize(
    "question",
    [
        "Can it cook coffee?",
        "Do you work on weekends?",
        "How many people use it?",
        "What do you think of penguins?",
        "Version 2.0 works?",
        "¿Habla usted?",
    ],
)
def test_what_no_section_knows_is_not_answered_and_kept_for_a_colleague(question: str):
    found = SHIPPED.find(question, "en")
    assert (found.answers, found.unanswered) == ((), (question,))


def test_two_questions_get_two_answers_and_the_unknown_one_is_kept():
    found = SHIPPED.find("Nice. What does it cost? Is there a free trial? Does it run on Mars?", "en")
    assert len(found.answers) == 2
    assert found.unanswered == ("Does it run on Mars?",)


def test_no_more_answers_than_one_can_take_in():
    text = "What does it cost? Is there a free trial? Is there an app store version? Can I cancel?"
    assert len(SHIPPED.find(text, "en").answers) == MOST_ANSWERS


@pytest.mark.parametrize("text", ["", "   ", "what?", "Why", "?", "…"])
def test_a_word_alone_asks_nothing(text: str):
    found = SHIPPED.find(text, "en")
    assert (found.answers, found.unanswered) == ((), ())


def test_every_shipped_section_is_found_by_its_own_title():
    for language, sections in SHIPPED.sections.items():
        named = {section.title for section in sections}
        assert {found for title in named for found in titles(title, language=language)} == named


def test_every_price_the_assistant_can_say_stands_in_the_plans_file():
    sections = [section for sections in SHIPPED.sections.values() for section in sections]
    assert {section.file.name for section in sections if any(sign in section.answer for sign in "$€£")} == {
        "pricing.md"
    }


@given(st.text(max_size=80))
def test_any_text_is_looked_up_without_harm_and_only_answers_with_what_is_written(text: str):
    found = SHIPPED.find(text, "en")
    assert set(found.answers) <= {section.answer for section in SHIPPED.sections["en"]}
    assert all(question.strip() for question in find_questions(text))


@pytest.mark.parametrize(
    ("page", "line", "complaint"),
    [
        ("## Price\n\nIt costs 5.", 1, "add a line like 'Asked as:"),
        ("# Page\n\n## Price\nAsked as: price\n", 3, "has no answer"),
        ("## Price\nAsked as: price\n\n5\n\n## price\nAsked as: cost\n\n6\n", 6, "stands in page.md:1 as well"),
        ("## Price\nAsked as: ;\n\n5", 1, None),
    ],
)
def test_a_section_that_cannot_work_is_refused_with_its_line(tmp_path: Path, page, line, complaint):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "page.md").write_text(page, encoding="utf-8")
    if complaint is None:
        assert titles("What price?", read_knowledge(tmp_path)) == ["Price"]
        return
    with pytest.raises(BadFiles) as refused:
        read_knowledge(tmp_path)
    (problem,) = refused.value.problems
    assert (problem.line, complaint in problem.message) == (line, True)
